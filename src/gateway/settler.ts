import type { CardKeeper } from '../cards/keeper.js';
import type { Doubt } from '../cards/port.js';
import type { StopSignal } from '../crm/wire.js';
import { Failure } from '../loyalty-api/failure.js';

/** What became of a doubtful number. `undecided`: nobody has it, and it is too early to give it to somebody else. */
export type Settled = 'issued' | 'free' | 'undecided';

export interface SettlerPorts {
  readonly cards: Pick<CardKeeper, 'due' | 'settle' | 'find'>;
  /** Asks the CRM who has a number. */
  readonly ownerOf: (number: string) => Promise<string | undefined>;
  readonly signal: StopSignal;
  /** Told of each number. */
  readonly onSettled: (as: Settled) => void;
  /** Told why one could not be settled, or why it could not be looked for any. */
  readonly onFailure: (failure: Failure) => void;
}

/** Milliseconds from one look to the next; twice as many after each in which the CRM failed, up to the longest. */
const PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

/** Numbers in one look. With the pause that is four a second: requests shall not wait for these calls. */
const AT_ONCE = 20;

/** So many failures of the CRM, and no number settled between them, end a look. */
const FAILURES = 3;

/** What the next number would meet too. */
const hopeless: ReadonlySet<string> = new Set<Failure['error']>([
  'cardsUnavailable',
  'crmUnavailable',
  'crmBusy',
]);

/**
 * What the next number is likely to meet. All else goes wrong for one number, be it for ever, and is no reason to leave
 * the others: it comes again when its own turn has come. Should it go wrong for all, there are `AT_ONCE`, the pauses
 * of each number and the breaker to spare the CRM.
 */
const ofTheCrm: ReadonlySet<string> = new Set<Failure['error']>([
  'crmTimeout',
  'deadlineExceeded',
  'crmDenied',
]);

/** Settles doubtful numbers that nobody claims again: one after the other, and slower while the CRM is in trouble. */
export class Settler {
  private pause = PAUSE;

  constructor(private readonly ports: SettlerPorts) {}

  /** Looks for doubtful numbers once and settles them. Never fails; gives the milliseconds until the next look. */
  async look(): Promise<number> {
    const failed = await this.settleDue();
    this.pause = failed ? Math.min(2 * this.pause, LONGEST_PAUSE) : PAUSE;
    return this.pause;
  }

  /** @returns whether the CRM, or the store, is better left alone for a while */
  private async settleDue(): Promise<boolean> {
    const { cards, signal, onFailure } = this.ports;
    let failures = 0;
    for (let count = 0; count < AT_ONCE && !signal.aborted; count++) {
      try {
        // One by one: `due` keeps others off what it gives, for no longer than one takes.
        const [doubt] = await cards.due(1);
        if (!doubt) return false;
        await this.settle(doubt);
        failures = 0;
      } catch (thrown) {
        // The process stops: its own doing is no news.
        if (signal.aborted) return true;
        const failure = Failure.from(thrown);
        onFailure(failure);
        if (ofTheCrm.has(failure.error)) failures += 1;
        if (failures === FAILURES || hopeless.has(failure.error)) return true;
      }
    }
    return false;
  }

  private async settle(doubt: Doubt): Promise<void> {
    const { cards, ownerOf, onSettled } = this.ports;
    const owner = await ownerOf(doubt.number);
    await cards.settle(doubt, owner);
    const now = await cards.find(doubt.number);
    onSettled(now?.state === 'issued' || now?.state === 'free' ? now.state : 'undecided');
  }
}
