/** What failed logins lead to; see `limits.attempts` of the config. */
export interface AttemptLimits {
  /** Milliseconds for which a failed login counts. */
  readonly window: number;
  /** So many of a login from one client are answered without delay. */
  readonly free: number;
  /** And so many of a client, whatever the logins. */
  readonly freePerAddress: number;
  /** Milliseconds that the next one waits; each further one twice as long. */
  readonly delay: number;
  /** Milliseconds that none waits longer than. */
  readonly longestDelay: number;
}

/** An attempt that may be made. */
export interface Attempt {
  /** Milliseconds to wait before it is made. */
  readonly wait: number;
  /** Says how it ended; to be called once, whatever happens. */
  end(isRight: boolean): void;
}

interface Count {
  failures: number;
  /** When they are forgotten. */
  until: number;
  /** How many attempts are being made. */
  running: number;
}

/** The most that somebody who calls from very many addresses can make us remember. */
const MOST_COUNTS = 20_000;

/**
 * Counts failed logins, and slows down those that guess: the more have failed, the longer the next one waits, and only
 * one at a time does. Nobody is shut out for good, or else whoever guesses from the same address, or has an old
 * password, would shut out those who know the right one.
 *
 * It is not express-slow-down: that delays each request by itself, so that over a thousand connections one guesses a
 * thousand times as fast; and it does not tell when a client has gone, for whose attempt others may be waiting.
 */
export class Attempts {
  /** By client, and by client and login; the oldest first. */
  private readonly counts = new Map<string, Count>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Begins an attempt. It counts as failed until its end says otherwise, so that many at once are no way around.
   *
   * @param client whose it is; see `networkOf`
   * @returns the milliseconds after which another one makes sense, when this one must not be made
   */
  begin(client: string, login: string, limits: AttemptLimits): Attempt | { readonly retryAfter: number } {
    this.forgetOld();
    const keys = [client, JSON.stringify([client, login])] as const;
    const [ofClient, ofLogin] = [this.countOf(keys[0]), this.countOf(keys[1])];
    const beyond = Math.max(ofClient.failures - limits.freePerAddress, ofLogin.failures - limits.free) + 1;
    // 2^31 is more than any delay that there is.
    const wait = beyond > 0 ? Math.min(limits.longestDelay, limits.delay * 2 ** Math.min(beyond - 1, 31)) : 0;
    const isTaken =
      (ofClient.failures >= limits.freePerAddress && ofClient.running > 0) ||
      (ofLogin.failures >= limits.free && ofLogin.running > 0);
    if (isTaken) return { retryAfter: wait };

    for (const key of keys) this.count(key, limits.window);
    return { wait, end: isRight => this.end(keys, isRight) };
  }

  private countOf(key: string): Readonly<Count> {
    return this.counts.get(key) ?? { failures: 0, until: 0, running: 0 };
  }

  private count(key: string, window: number): void {
    const { failures, running } = this.countOf(key);
    // Anew at the end: the order is that of time.
    this.counts.delete(key);
    this.counts.set(key, { failures: failures + 1, running: running + 1, until: this.now() + window });
  }

  private end([client, login]: readonly [string, string], isRight: boolean): void {
    for (const key of [client, login]) {
      const count = this.counts.get(key);
      // One that was forgotten meanwhile began anew.
      if (count && count.running > 0) count.running -= 1;
    }
    if (!isRight) return;
    this.counts.delete(login);
    const ofClient = this.counts.get(client);
    if (ofClient && ofClient.failures > 0) ofClient.failures -= 1;
  }

  private forgetOld(): void {
    const now = this.now();
    for (const [key, { until }] of this.counts) {
      if (until > now && this.counts.size <= MOST_COUNTS) return;
      this.counts.delete(key);
    }
  }
}
