import { Failure } from '../loyalty-api/failure.js';
import type { CallStep, CrmLimits } from '../mapping/mapping.js';
import { healthOf, type Lost } from './attempt.js';
import { BROKEN, Breaker } from './breaker.js';
import type { Pause } from './pause.js';
import { Rate } from './rate.js';
import { RetryBudget } from './retry-budget.js';
import type { SendPorts } from './send.js';
import type { SharedRate } from './shared-rate.js';
import { Slots } from './slots.js';

/** What it takes from the world to guard a call. */
export interface GuardPorts extends SendPorts {
  readonly pause: Pause;
  /** When the operation must have its answer, by the clock. */
  readonly deadline: number;
}

/** An attempt that was made. */
interface Made {
  readonly exchange: string;
}

/**
 * What protects one CRM, and the gateway from it: calls at a time, calls per second, a breaker, a budget for
 * repeats. It outlives requests: all that go to the CRM share one. Whom it lets not pass is told so at once.
 */
export class Guard {
  readonly budget = new RetryBudget();
  private readonly slots: Slots;
  private readonly rate: Rate | SharedRate | undefined;
  private readonly breaker: Breaker<Made>;

  /** @param rate where it is not of this process alone */
  constructor(limits: CrmLimits, rate?: SharedRate) {
    this.slots = new Slots(limits.concurrency, limits.queue);
    this.rate = rate ?? (limits.rate && new Rate(limits.rate));
    this.breaker = new Breaker<Made>(limits.breaker, healthOf);
  }

  /** What goes on at the moment; `isBroken` says that no call is made, for the CRM is down. */
  get load(): { readonly running: number; readonly waiting: number; readonly isBroken: boolean } {
    return { ...this.slots.load, isBroken: this.breaker.isOpen() };
  }

  /**
   * Makes one attempt of a call, when its turn has come.
   *
   * @param step whose call it is; what there is, is shared out among steps
   * @returns what came of it, or why it was not made
   */
  async run<T extends Made>(
    step: CallStep,
    isRepeat: boolean,
    ports: GuardPorts,
    attempt: () => Promise<T>,
  ): Promise<T | Lost> {
    if (this.breaker.isOpen()) return unavailable();
    const taking = this.slots.take(step.place, ports.signal);
    const slot = taking instanceof Promise ? await taking : taking;
    if (slot === 'late') return ended(ports);
    if (slot === 'full') return refused('crmBusy', 'too many calls to the CRM wait already');
    try {
      // In a slot, so that those who wait for their time are counted too.
      const isInTime = this.rate === undefined || (await waitForTurn(this.rate, ports));
      if (!isInTime)
        return refused('crmBusy', 'the calls that the CRM allows are used up until after the deadline');
      if (ports.signal.aborted) return ended(ports);

      const outcome = await this.breaker.run(attempt, isRepeat);
      if (outcome === BROKEN) return unavailable();
      this.tellChange(step.name, outcome, ports);
      return outcome as T;
    } finally {
      this.slots.give(step.place);
    }
  }

  private tellChange(step: string, { exchange }: Made, { observer, clock }: GuardPorts): void {
    const state = this.breaker.takeChange();
    if (state) observer({ type: 'breaker', at: clock(), step, exchange, state });
  }
}

/** @returns whether there is a turn before the deadline */
async function waitForTurn(
  rate: Rate | SharedRate,
  { clock, deadline, pause, signal }: GuardPorts,
): Promise<boolean> {
  const wait = await rate.take(clock(), deadline - clock());
  if (wait) await pause(wait, signal);
  return wait !== undefined;
}

function unavailable(): Lost {
  return refused('crmUnavailable', 'the CRM was down just now, so no call is made for a while');
}

/** The operation ended while the call waited for its turn. */
function ended({ signal }: GuardPorts): Lost {
  const { reason } = signal;
  if (!(reason instanceof Failure) || reason.error !== 'deadlineExceeded') throw reason;
  return refused('crmBusy', 'the deadline came while the call waited for its turn');
}

function refused(error: 'crmBusy' | 'crmUnavailable', message: string): Lost {
  return { failure: new Failure(error, message), fault: undefined, exchange: '' };
}
