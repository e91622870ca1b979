import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConstantBackoff,
  circuitBreaker,
  handleWhen,
  type IBreaker,
} from 'cockatiel';
import type { CrmLimits } from '../mapping/mapping.js';

/** What an attempt says of the CRM: nothing, when it was given up before anything came of it. */
export type Health = 'up' | 'down' | 'unknown';

/** The breaker is open: the call was not made. */
export const BROKEN = Symbol('broken');

/** Carries a result that says nothing past the policy, which counts what returns. */
class Unknown extends Error {
  constructor(readonly result: unknown) {
    super();
  }
}

/**
 * When a breaker opens: at so many failures in a row, if they come over some time.
 *
 * In a row, and not a share of them, because a CRM that fails 30% of its calls is worth asking again: twenty failures
 * in a row come about once in 10^10 calls of such a CRM (0.3^20). Over some time, because calls that hang end
 * together, and one path of the CRM that hangs is no reason to call none of the others.
 */
class Run implements IBreaker {
  /** What cockatiel would keep of it elsewhere. */
  state: unknown;
  private count = 0;
  private begun = 0;

  constructor(
    private readonly failures: number,
    private readonly window: number,
  ) {}

  success(): void {
    this.count = 0;
  }

  failure(): boolean {
    this.count += 1;
    if (this.count === 1) this.begun = performance.now();
    return this.count >= this.failures && performance.now() - this.begun >= this.window;
  }
}

/**
 * Spares a CRM that is down, and those who would wait for it: for a while no call is made, then one, as a probe, whose
 * success ends it.
 */
export class Breaker<T extends object> {
  private readonly policy: CircuitBreakerPolicy;
  private readonly failures: Run;
  /** 0 while it is closed. */
  private openUntil = 0;
  private changed: 'opened' | 'closed' | undefined;

  constructor(
    { failures, window, openFor }: CrmLimits['breaker'],
    private readonly healthOf: (result: T) => Health,
  ) {
    this.failures = new Run(failures, window);
    // A probe that says nothing leaves it open: cockatiel would take what is thrown for a success.
    const counted = handleWhen(() => this.policy.state === CircuitState.HalfOpen).orWhenResult(
      result => healthOf(result as T) === 'down',
    );
    this.policy = circuitBreaker(counted, {
      // When that is, is said here: the library goes by a clock that may be put back.
      halfOpenAfter: new ConstantBackoff(Number.NEGATIVE_INFINITY),
      breaker: this.failures,
    });
    this.policy.onBreak(() => {
      // A probe that failed is no news.
      if (this.openUntil === 0) this.changed = 'opened';
      this.openUntil = performance.now() + openFor;
    });
    this.policy.onReset(() => {
      this.changed = 'closed';
      this.openUntil = 0;
    });
  }

  /** Whether no call is made now. */
  isOpen(): boolean {
    // While a probe is under way, cockatiel would let calls wait for it.
    if (this.policy.state === CircuitState.HalfOpen) return true;
    return this.policy.state === CircuitState.Open && performance.now() < this.openUntil;
  }

  /**
   * Makes a call, unless the breaker is open.
   *
   * @param isRepeat a failure is none more then: what goes wrong for one customer, ten times in a row, is no reason to
   *   call no more for the others
   */
  async run(work: () => Promise<T>, isRepeat = false): Promise<T | typeof BROKEN> {
    if (this.isOpen()) return BROKEN;
    if (this.isClosed()) {
      const result = await work();
      if (this.isFailure(result, isRepeat)) await this.policy.execute(() => result);
      return result;
    }
    try {
      return await this.policy.execute(async () => {
        const result = await work();
        const health = this.healthOf(result);
        if (health === 'unknown' || (isRepeat && health === 'down')) throw new Unknown(result);
        return result;
      });
    } catch (thrown) {
      if (thrown instanceof Unknown) return thrown.result as T;
      if (thrown instanceof BrokenCircuitError) return BROKEN;
      throw thrown;
    }
  }

  /**
   * Looks at a result while the breaker is closed, and counts it where it is a success. The policy would as well, with
   * several promises for each call: so it gets to see failures alone.
   */
  private isFailure(result: T, isRepeat: boolean): boolean {
    const health = this.healthOf(result);
    if (health === 'up') this.failures.success();
    // Others may have opened it meanwhile.
    return health === 'down' && !isRepeat && this.isClosed();
  }

  private isClosed(): boolean {
    return this.policy.state === CircuitState.Closed;
  }

  /** What became of the breaker since it was asked last, for one to tell. */
  takeChange(): 'opened' | 'closed' | undefined {
    const { changed } = this;
    this.changed = undefined;
    return changed;
  }
}
