import type { RequestHandler } from 'express';
import type { ClientRateLimitInfo, Store } from 'express-rate-limit';
import { nameOf, type SharedState, SharedStateAway } from '../crm/shared-state.js';
import { Failure } from '../loyalty-api/failure.js';
import { tripOf } from './locals.js';

/** So many calls in so many milliseconds. */
interface Rate {
  readonly calls: number;
  readonly per: number;
}

/** Where replicas count together. */
export interface SharedCounting {
  readonly state: SharedState;
  /** The CRM that they all stand in front of. Other gateways in the same place may have logins of the same name. */
  readonly baseUrl: string;
}

/**
 * Makes a handler that lets a login make so many requests, and hands on a Failure for those beyond. A login, and not an
 * address: one partner calls from many.
 *
 * Its library is loaded where a config asks for it.
 *
 * @param shared where replicas count together; without it each counts for itself
 */
export async function rateLimiter({ calls, per }: Rate, shared?: SharedCounting): Promise<RequestHandler> {
  const { rateLimit } = await import('express-rate-limit');
  return rateLimit({
    windowMs: per,
    limit: calls,
    store: shared ? new SharedCounts(per, shared) : new Counts(per),
    keyGenerator: (_request, response) => tripOf(response).user?.login ?? '',
    handler: (_request, response, next) => {
      tripOf(response).retryAfter = Math.ceil(per / 1_000);
      next(new Failure('tooManyRequests', 'the login makes more requests than limits.rate'));
    },
    // What is agreed on with Koshelek knows no such headers.
    legacyHeaders: false,
    standardHeaders: false,
    // It would print warnings for settings that are none of ours.
    validate: false,
  });
}

/**
 * Counts logins, which are few. The store that comes with the library has a timer that holds it for ever, and each
 * reload would leave one behind.
 */
class Counts implements Store {
  readonly localKeys = true;
  private readonly counts = new Map<string, { totalHits: number; resetTime: Date }>();

  constructor(private readonly per: number) {}

  increment(key: string): ClientRateLimitInfo | Promise<ClientRateLimitInfo> {
    const now = Date.now();
    const known = this.counts.get(key);
    const count =
      known && known.resetTime.getTime() > now
        ? known
        : { totalHits: 0, resetTime: new Date(now + this.per) };
    count.totalHits += 1;
    this.counts.set(key, count);
    return count;
  }

  decrement(key: string): void {
    const count = this.counts.get(key);
    if (count && count.totalHits > 0) count.totalHits -= 1;
  }

  resetKey(key: string): void {
    this.counts.delete(key);
  }
}

/** Counts for all replicas; while they do not hear of each other, each counts for itself. */
class SharedCounts extends Counts {
  private readonly state: SharedState;
  private readonly gateway: string;

  constructor(
    private readonly window: number,
    { state, baseUrl }: SharedCounting,
  ) {
    super(window);
    this.state = state;
    this.gateway = nameOf(baseUrl);
  }

  override async increment(key: string): Promise<ClientRateLimitInfo> {
    try {
      return {
        totalHits: await this.state.hit(`login:${this.gateway}:${key}`, this.window),
        resetTime: undefined,
      };
    } catch (thrown) {
      if (!(thrown instanceof SharedStateAway)) throw thrown;
      return super.increment(key);
    }
  }
}
