import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../loyalty-api/failure.js';
import type { OAuth2Grant } from '../mapping/mapping.js';
import type { AskForGrant, Grants } from './grants.js';
import type { Granted } from './oauth.js';
import { Sealed } from './sealed.js';
import { type SharedState, SharedStateAway } from './shared-state.js';
import type { StopSignal } from './wire.js';

/** What one replica leaves for the others. */
interface Left {
  readonly refreshToken: string;
  /** Not there while its replica is still at it. */
  readonly granted?: Granted;
  /** When the access token ends, by the clock; absent when nobody said. */
  readonly until?: number;
}

/** A refresh token that the others do not have yet. */
interface Owed {
  /** The one that was used up for it. */
  readonly before: string;
  readonly refreshToken: string;
}

/** Milliseconds until it is tried again to leave what is owed. */
const AGAIN = 1_000;
/** Milliseconds that a login may take besides the CRM's answer. */
const AROUND = 2_000;

/**
 * One grant for all replicas, of a CRM that replaces the refresh token with each use: two that used the same token
 * would both be locked out. So one at a time logs in, and the others take what it got, the access token too.
 *
 * While the shared state is away nobody logs in: a token that another replica has used up may cost all of them their
 * access (RFC 9700, 4.14.2). The access token in hand serves until it ends.
 */
export class SharedGrants implements Grants {
  private readonly sealed: Sealed;
  private readonly key: string;
  /** The access token that this process used last. */
  private last: string | undefined;
  /** In case that the shared state forgets it. */
  private known: string | undefined;
  private owed: Owed | undefined;

  constructor(
    private readonly state: SharedState,
    private readonly grant: OAuth2Grant,
    private readonly stop: StopSignal,
  ) {
    // What else the config says of the CRM may become another, and it is still the same token's successors.
    this.sealed = new Sealed(grant.refreshToken ?? '');
    this.key = `grant:${this.sealed.name}`;
  }

  async obtain(ask: AskForGrant, now: number): Promise<Granted> {
    try {
      return await this.inTurn(async (left, leave) => {
        const { granted, until } = left ?? {};
        const isNews = granted?.token !== undefined && granted.token !== this.last;
        const isGood = until === undefined || now < until - AROUND;
        if (granted && isNews && isGood) {
          this.last = granted.token;
          this.known = left?.refreshToken;
          return { ...granted, lifetime: until && until - now };
        }
        return this.ask(ask, left, leave, now);
      });
    } catch (thrown) {
      if (!(thrown instanceof SharedStateAway)) throw thrown;
      const message = `the login is shared with other replicas, and ${thrown.message}`;
      throw new Failure('crmUnavailable', message, { cause: thrown });
    }
  }

  private async ask(
    ask: AskForGrant,
    left: Left | undefined,
    leave: (left: Left) => Promise<void>,
    now: number,
  ): Promise<Granted> {
    const before = this.currentOf(left);
    let current = before;
    const keep = async (refreshToken: string) => {
      current = refreshToken;
      this.known = refreshToken;
      await leave({ refreshToken }).catch(thrown => this.owe({ before, refreshToken }, thrown));
    };
    const granted = await ask({ current: () => before, isKept: () => left !== undefined, keep });
    this.last = granted.token;
    const until = granted.lifetime === undefined ? undefined : now + granted.lifetime;
    // Without it the others log in, each in turn: that works, too.
    if (!this.owed) await leave({ refreshToken: current, granted, until }).catch(() => undefined);
    return granted;
  }

  private currentOf(left: Left | undefined): string {
    const { owed } = this;
    if (owed && (left === undefined || left.refreshToken === owed.before)) return owed.refreshToken;
    return left?.refreshToken ?? this.known ?? this.grant.refreshToken ?? '';
  }

  /** The others would use what is used up. So they are told as soon as they can be. */
  private owe(owed: Owed, thrown: unknown): void {
    if (!(thrown instanceof SharedStateAway)) throw thrown;
    const isAtIt = this.owed !== undefined;
    this.owed = owed;
    if (!isAtIt) void this.pay();
  }

  private async pay(): Promise<void> {
    while (this.owed && !this.stop.aborted) {
      await delay(AGAIN, undefined, { ref: false });
      await this.inTurn(async (left, leave) => {
        const { owed } = this;
        if (owed && (left === undefined || left.refreshToken === owed.before)) {
          await leave({ refreshToken: owed.refreshToken });
        }
        this.owed = undefined;
      }).catch(() => undefined);
    }
  }

  private inTurn<T>(
    work: (left: Left | undefined, leave: (left: Left) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const lasts = this.grant.timeout + AROUND;
    // One that was killed in its turn is waited for.
    const times = { lasts, patience: lasts + AROUND };
    return this.state.inTurn(this.key, times, (text, leave) =>
      work(this.read(text), left => leave(this.sealed.seal(JSON.stringify(left)))),
    );
  }

  private read(text: string | undefined): Left | undefined {
    const opened = text === undefined ? undefined : this.sealed.open(text);
    return opened === undefined ? undefined : (JSON.parse(opened) as Left);
  }
}
