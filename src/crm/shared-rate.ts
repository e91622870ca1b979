import type { CrmLimits } from '../mapping/mapping.js';
import { Rate } from './rate.js';
import { type Bucket, nameOf, type SharedState, SharedStateAway } from './shared-state.js';

/** What a CRM allows all replicas together. While they do not hear of each other, each has a bucket of its own. */
export class SharedRate {
  private readonly own: Rate;
  private readonly key: string;
  private readonly bucket: Bucket;

  constructor(
    rate: NonNullable<CrmLimits['rate']>,
    private readonly state: SharedState,
    baseUrl: string,
  ) {
    this.own = new Rate(rate);
    this.key = `rate:${nameOf(baseUrl)}`;
    this.bucket = { interval: rate.per / rate.calls, burst: rate.burst };
  }

  /** Takes a token; see `Rate`. */
  async take(now: number, patience: number): Promise<number | undefined> {
    try {
      return await this.state.takeToken(this.key, this.bucket, patience);
    } catch (thrown) {
      if (!(thrown instanceof SharedStateAway)) throw thrown;
      return this.own.take(now, patience);
    }
  }
}
