import { pause } from '../crm/pause.js';
import { type AttemptLimits, Attempts } from './attempts.js';
import { digestOf, findUser, hasHashes, verifyUser } from './credentials.js';
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

/** An attempt that is being made, and among whom it looks. */
interface Running {
  readonly users: readonly User[];
  readonly outcome: Promise<Outcome>;
}

/** Looks at credentials that are not known to be right. Those that are never come here. */
export class Door {
  private readonly attempts = new Attempts();
  /** By the digest of the credentials. */
  private readonly running = new Map<string, Running>();
  private readonly stop = new AbortController();
  private hashing = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly verify: typeof verifyUser = verifyUser) {}

  /**
   * Finds out who it is. Requests that come with the same credentials meanwhile are one attempt, such as those of a
   * client with many connections after a start.
   */
  async knock(users: readonly User[], stranger: Stranger, limits: AttemptLimits): Promise<Outcome> {
    const { login, password } = stranger;
    const key = digestOf(login, password).toString('base64');
    for (;;) {
      const running = this.running.get(key) ?? this.begin(key, users, stranger, limits);
      const outcome = await running.outcome;
      if (running.users === users) return outcome;
      // The users were read anew meanwhile. Those of before may be right about the same hash, and of no other.
      const user = findUser(users, login, password);
      if (user) return { user };
    }
  }

  /** Lets nobody wait any more: who is not looked at yet is told to come later. */
  close(): void {
    this.stop.abort();
  }

  private begin(key: string, users: readonly User[], stranger: Stranger, limits: AttemptLimits): Running {
    const outcome = this.attempt(users, stranger, limits).finally(() => this.running.delete(key));
    const running = { users, outcome };
    this.running.set(key, running);
    return running;
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
      const later = { retryAfter: limits.delay };
      if (this.waiting.length >= MOST_WAITING) return later;
      // To hash all that wait could take longer than there is to stop.
      const outcome = await this.inTurn(
        async (): Promise<Outcome> =>
          this.stop.signal.aborted ? later : { user: await this.verify(users, login, password) },
      );
      user = outcome.user;
      return outcome;
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
