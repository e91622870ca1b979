import type { Cards, Claim, ClaimEnd, Doubt } from '../cards/port.js';
import { inTime } from '../crm/in-time.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Step } from '../mapping/mapping.js';
import type { CardHappening } from './card-events.js';
import type { EngineEvent, Observer } from './events.js';
import type { Ports } from './ports.js';
import { WriteEffects } from './write-effects.js';

/** What a step holds that reserves or claims a number. */
export interface HeldCard {
  readonly cardNumber: string;
  readonly barcode: { readonly barcodeNumber: string; readonly barcodeType: string };
}

export interface ClaimedCard extends HeldCard {
  /** It was issued to this person before. */
  readonly repeated: boolean;
}

/** How long a claim outlives its operation: what it began is ended within that time, or never. */
const LEASE = 30_000;

/**
 * Milliseconds beyond the deadline that an operation waits for the store to know how its claim ended, for when the
 * deadline comes in the middle of a write it is told only then. A store that takes longer is told all the same.
 */
const LAST_WORDS = 250;

/** Milliseconds between two looks at a number that another request is issuing. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

/**
 * The card numbers of one run. A claim is a bracket around what stands below it: it is opened by the step, and the
 * keeper is told how it ended as soon as that is known, and before the answer goes out, unless the keeper itself is
 * slow.
 *
 * The rule is that a number is given back only if it was certainly not issued. What nobody knows is doubtful.
 *
 * The keeper is not waited for longer than for anything else. What it gives when nobody waits any more, goes back.
 */
export class RunCards {
  private readonly effects = new WriteEffects();
  /** The step that claimed; an operation issues one card. */
  private step: string | undefined;
  private open: Claim | undefined;
  /** An earlier claim of the number may still do what it began: no refusal of this one tells that it did not. */
  private wasDoubtful = false;
  private isRepeated = false;
  private isIssued = false;
  /** What is left of LAST_WORDS. */
  private lastWords = LAST_WORDS;

  /** @param ownerOf asks the CRM who has a number */
  constructor(
    private readonly ports: Ports & { readonly deadline: number },
    private readonly ownerOf: (number: string) => Promise<string | undefined>,
  ) {}

  /** Looks on at what the writes below a claim do. */
  watching(steps: readonly Step[], observer: Observer): Observer {
    const writes = new Set(steps.filter(isWrite).map(({ name }) => name));
    return (event: EngineEvent) => {
      if (this.open && 'step' in event && writes.has(event.step)) this.effects.observe(event);
      observer(event);
    };
  }

  /** Whether a step is left out, for what it does was done before. */
  skips(step: Step): boolean {
    return this.isRepeated && isWrite(step);
  }

  /** @throws Failure `noFreeCards`, `cardsUnavailable` */
  async reserve(step: string, person: string | undefined): Promise<HeldCard> {
    const cards = this.keeper();
    const { signal } = this.ports;
    // What comes late, the keeper takes back: here nobody could tell whether it is still the same reservation.
    const number = await inTime(cards.reserve(person, signal), { signal });
    this.tell(number, { what: 'reserved' }, step);
    return held(number, cards);
  }

  /**
   * Opens the bracket.
   *
   * @throws Failure `cardNotReserved`, `cardAlreadyIssued`, `cardsUnavailable`, `crmBusy`, and those of the steps by
   *   which the CRM is asked for the owner
   */
  async claim(step: string, number: string, person: string): Promise<ClaimedCard> {
    const cards = this.keeper();
    if (this.step !== undefined)
      throw new Failure('mappingFault', `a second claim: ${this.step} has claimed a number before`);
    this.step = step;
    await this.take(cards, number, person);
    return { ...held(number, cards), repeated: this.isRepeated };
  }

  private async take(cards: Cards, number: string, person: string): Promise<void> {
    const { signal } = this.ports;
    let wait = FIRST_WAIT;
    let asked: string | undefined;
    for (;;) {
      const outcome = await inTime(cards.claim(number, person, this.lease()), {
        signal,
        // Nothing was sent, and nothing will be.
        late: async late => late.kind === 'granted' && cards.finish(late.claim, 'refused'),
      });
      if (outcome.kind === 'granted') return this.granted(outcome.claim);
      if (outcome.kind === 'repeated') return this.repeated(number);
      if (outcome.kind === 'busy') {
        await this.wait(number, wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
      } else {
        // The CRM knows no owner, and only he who claimed it may try again so early.
        if (outcome.doubt.token === asked)
          throw new Failure('cardNotReserved', 'somebody else claimed the number a short time ago');
        const claim = await this.settle(cards, outcome.doubt, person);
        this.wasDoubtful = claim !== undefined;
        if (claim) return this.granted(claim);
        asked = outcome.doubt.token;
      }
      signal.throwIfAborted();
    }
  }

  private granted(claim: Claim): void {
    this.open = claim;
    this.tell(claim.number, { what: 'claimed' });
  }

  private repeated(number: string): void {
    this.isRepeated = true;
    this.tell(number, { what: 'repeated' });
  }

  private async wait(number: string, milliseconds: number): Promise<void> {
    const { clock, deadline, pause, signal } = this.ports;
    if (clock() + milliseconds >= deadline)
      throw new Failure('crmBusy', 'another request for the same card was not done before the deadline');
    this.tell(number, { what: 'waiting' });
    await pause(milliseconds, signal);
  }

  private async settle(cards: Cards, doubt: Doubt, person: string): Promise<Claim | undefined> {
    this.tell(doubt.number, { what: 'doubtful' });
    const owner = await this.ownerOf(doubt.number);
    const claim = await inTime(cards.settle(doubt, owner, { person, lease: this.lease() }), {
      signal: this.ports.signal,
      late: async late => late && cards.finish(late, 'doubtful'),
    });
    this.tell(doubt.number, { what: 'settled', isOwned: owner !== undefined });
    return claim;
  }

  /** All writes of the operation are done. Reads may follow, and whether they succeed changes nothing. */
  async writesDone(): Promise<void> {
    if (this.open && this.effects.areDone) await this.issued();
  }

  /** What Koshelek is told is a success, and so the number is shown to somebody. */
  async issued(): Promise<void> {
    this.isIssued = true;
    await this.finish('issued');
  }

  /** Whoever finds that the number is issued already is asked to whom, and not believed that it is free. */
  async failed({ error }: Failure): Promise<void> {
    const isDoubtful = this.effects.maybeDone || this.wasDoubtful || error === 'cardAlreadyIssued';
    await this.finish(this.isIssued ? 'issued' : isDoubtful ? 'doubtful' : 'refused');
  }

  /** Never fails: the answer is what it is, and the lease makes the number doubtful. */
  private async finish(outcome: ClaimEnd): Promise<void> {
    const { open } = this;
    if (!open) return;
    const { signal } = this.ports;
    try {
      await inTime(this.keeper().finish(open, outcome), { signal, moment: this.lastWords });
      this.open = undefined;
      this.tell(open.number, { what: 'finished', outcome });
    } catch (thrown) {
      const failure = Failure.from(thrown);
      // They are waited for once.
      if (signal.aborted) this.lastWords = 0;
      this.tell(open.number, { what: 'finishFailed', outcome, failure });
    }
  }

  private keeper(): Cards {
    if (this.ports.cards) return this.ports.cards;
    throw new Failure('mappingFault', 'the mapping gives out card numbers, and the config has no cards:');
  }

  private lease(): number {
    return Math.max(0, this.ports.deadline - this.ports.clock()) + LEASE;
  }

  private tell(number: string, happening: CardHappening, step = this.step ?? ''): void {
    this.ports.observer({ type: 'card', at: this.ports.clock(), step, number, ...happening });
  }
}

function isWrite(step: Step): boolean {
  return step.kind === 'call' && step.isWrite;
}

function held(number: string, { barcodeType }: Cards): HeldCard {
  return { cardNumber: number, barcode: { barcodeNumber: number, barcodeType } };
}
