import { pause } from '../crm/pause.js';
import { type AttemptLimits, Attempts } from './attempts.js';
import { digestOf, hasHashes, verifyUser } from './credentials.js';
import type { User } from './snapshot.js';

/** How many passwords are hashed at the same time. Each takes one of the four threads of Node, and 32 MiB. */
const AT_A_TIME = 2;

/** How many more may wait for that, which is some seconds. */
const MOST_WAITING = 50;

/** Somebody with credentials that are not known to be right. */
export interface Stranger {
  readonly client: string;
  readonly login: string;
  readonly password: string;
}

/** What an attempt to log in came to: the user, or when another one makes sense, or that it was wrong. */
export interface Outcome {
  readonly user?: User;
  /** Milliseconds. */
  readonly retryAfter?: number;
}

/** Looks at credentials that are not known to be right. Those that are never come here. */
export class Door {
  private readonly attempts = new Attempts();
  private readonly running = new WeakMap<readonly User[], Map<string, Promise<Outcome>>>();
  private readonly stop = new AbortController();
  private hashing = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly verify: typeof verifyUser = verifyUser) {}

  /**
   * Finds out who it is. Requests that come with the same credentials meanwhile are one attempt, such as those of a
   * client with many connections after a start.
   */
  knock(users: readonly User[], stranger: Stranger, limits: AttemptLimits): Promise<Outcome> {
    const running = this.running.get(users) ?? new Map<string, Promise<Outcome>>();
    this.running.set(users, running);
    const key = digestOf(stranger.login, stranger.password).toString('base64');
    let outcome = running.get(key);
    if (!outcome) {
      outcome = this.attempt(users, stranger, limits).finally(() => running.delete(key));
      running.set(key, outcome);
    }
    return outcome;
  }

  /** Lets nobody wait any more. */
  close(): void {
    this.stop.abort();
  }

  private async attempt(
    users: readonly User[],
    { client, login, password }: Stranger,
    limits: AttemptLimits,
  ): Promise<Outcome> {
    const attempt = this.attempts.begin(client, login, limits);
    if ('retryAfter' in attempt) return attempt;
    let user: User | undefined;
    try {
      if (attempt.wait > 0) await pause(attempt.wait, this.stop.signal);
      if (!hasHashes(users)) return {};
      if (this.waiting.length >= MOST_WAITING) return { retryAfter: limits.delay };
      user = await this.inTurn(() => this.verify(users, login, password));
      return { user };
    } finally {
      attempt.end(user !== undefined);
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.hashing >= AT_A_TIME) await new Promise<void>(resolve => this.waiting.push(resolve));
    else this.hashing += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place.
      const next = this.waiting.shift();
      if (next) next();
      else this.hashing -= 1;
    }
  }
}
