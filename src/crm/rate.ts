import type { CrmLimits } from '../mapping/mapping.js';

/**
 * A token bucket that is kept as one number, the time at which it will be full again (the generic cell rate
 * algorithm). The package `limiter` is not used: it has a clock of its own, and lets callers wait without a bound.
 */
export class Rate {
  private readonly interval: number;
  private fullAt = Number.NEGATIVE_INFINITY;
  private seen = Number.NEGATIVE_INFINITY;

  constructor(private readonly rate: NonNullable<CrmLimits['rate']>) {
    this.interval = rate.per / rate.calls;
  }

  /**
   * Takes a token, which may be one that is still to come.
   *
   * @param patience milliseconds that the caller would wait for it
   * @returns how long to wait; `undefined` when that is too long, and none was taken
   */
  take(now: number, patience: number): number | undefined {
    // A clock that was put back would stop all calls until it is there again.
    if (now < this.seen) this.fullAt += now - this.seen;
    this.seen = now;
    const before = Math.max(this.fullAt, now);
    const wait = Math.max(0, before - (this.rate.burst - 1) * this.interval - now);
    if (wait > patience) return undefined;
    this.fullAt = before + this.interval;
    return wait;
  }
}
