import { Failure } from '../loyalty-api/failure.js';
import type { Eventual } from '../mapping/eventual.js';
import type { Mapping, OAuth2Grant } from '../mapping/mapping.js';
import { LOGIN } from '../mapping/names.js';
import { type Grants, OwnGrants } from './grants.js';
import { inTime } from './in-time.js';
import { logIn } from './log-in.js';
import type { SendPorts } from './send.js';
import type { Session } from './session.js';
import { SharedGrants } from './shared-grants.js';
import type { SharedState } from './shared-state.js';
import { type RefreshTokens, tokensInFile, tokensInMemory } from './token-file.js';
import { Turns } from './turns.js';
import type { StopSignal } from './wire.js';

/** Milliseconds until a login that failed is tried again; each failure doubles it. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** Milliseconds for which a renewal that did not help is not repeated. */
const VAIN_PAUSE = 10_000;

/**
 * Who is logged in to the CRM, for all requests of one mapping. However many of them need a login, one is made, and
 * all wait for it; what it gave serves them until it is renewed.
 */
export class Sessions {
  private current: Session | undefined;
  private running: Promise<Session> | undefined;
  private failed: { readonly failure: Failure; readonly count: number; readonly until: number } | undefined;
  private inVain: { readonly session: Session; readonly until: number } | undefined;

  /** @param stop ends a login; that the request which began it was given up does not */
  constructor(
    private readonly mapping: Pick<Mapping, 'crm' | 'params'>,
    private readonly grants: Grants = new OwnGrants(tokensInMemory(grantOf(mapping)?.refreshToken)),
    private readonly stop: StopSignal = new AbortController().signal,
    private readonly turns = new Turns(),
  ) {}

  /**
   * Opens the sessions of a mapping that is served, with its token file.
   *
   * @param before those of the mapping that was served until now. Where both began with the same refresh token they
   *   have it in common, also where it is kept in another place from now on: it is not what it was, and each is good for
   *   one use
   * @param state keeps the refresh token in the place of a file, where replicas share one
   * @throws TokenFileError
   */
  static async open(
    mapping: Mapping,
    stop: StopSignal,
    before?: Sessions,
    state?: SharedState,
  ): Promise<Sessions> {
    const grant = grantOf(mapping);
    const { refreshToken, tokenFile } = grant ?? {};
    const known = before && grantOf(before.mapping);
    if (before && refreshToken !== undefined && known?.refreshToken === refreshToken) {
      if (known.tokenFile !== tokenFile) await before.keepTokenIn(tokenFile, refreshToken);
      return new Sessions(mapping, before.grants, stop, before.turns);
    }
    if (state && grant?.grant === 'refresh_token')
      return new Sessions(mapping, new SharedGrants(state, grant, stop), stop);
    return new Sessions(mapping, new OwnGrants(await tokensIn(tokenFile, refreshToken)), stop);
  }

  /** Waits for a login under way, which may bring another token. What replicas share is in none of their files. */
  private async keepTokenIn(tokenFile: string | undefined, configured: string): Promise<void> {
    const { grants } = this;
    if (!(grants instanceof OwnGrants)) return;
    await this.turns.take(() => grants.move(current => tokensIn(tokenFile, configured, current)));
  }

  /**
   * Who is logged in, after a login where it takes one; `undefined` where the mapping does not log in.
   *
   * @throws Failure
   */
  use(ports: SendPorts): Eventual<Session | undefined> {
    if (this.mapping.crm.auth.kind !== 'session') return undefined;
    const { current } = this;
    const now = ports.clock();
    if (!current || now >= current.until) return this.login(ports);
    // It is good still: nobody waits for its renewal, and that one fails is no failure of this request.
    if (now >= current.renewAt) this.login(ports).catch(() => {});
    return current;
  }

  /** Whether a renewal of a session that a reply refused has any prospect. */
  mayRenew(refused: Session, now: number): boolean {
    return this.inVain?.session !== refused || now >= this.inVain.until;
  }

  /**
   * Another session in the place of one that a reply refused. Where another request has seen to it, it is there.
   *
   * @throws Failure
   */
  async renew(refused: Session, ports: SendPorts): Promise<Session> {
    if (this.current === refused) this.current = undefined;
    return this.current ?? this.login(ports);
  }

  /** A session that was just renewed was refused as well: to log in again and again would not help. */
  renewedInVain(session: Session, now: number): void {
    this.inVain = { session, until: now + VAIN_PAUSE };
  }

  /** Waits for a login under way: what it gave, such as a new refresh token, would be lost. */
  async finished(): Promise<void> {
    await this.running?.catch(() => {});
  }

  private async login(ports: SendPorts): Promise<Session> {
    const { failed } = this;
    const left = failed ? failed.until - ports.clock() : 0;
    // More than any pause is left of one when the clock was put back.
    if (!this.running && failed && left > 0 && left <= LONGEST_PAUSE) throw again(failed.failure);
    if (!this.running) {
      this.running = this.begin(ports).finally(() => {
        this.running = undefined;
      });
      // Whoever waits for it may have gone.
      this.running.catch(() => {});
    }
    return inTime(this.running, { signal: ports.signal }).catch((thrown: unknown) => {
      throw ports.signal.aborted ? thrown : again(Failure.from(thrown));
    });
  }

  private async begin(ports: SendPorts): Promise<Session> {
    const { auth } = this.mapping.crm;
    if (auth.kind !== 'session') throw new Error('a mapping without a login cannot log in');
    try {
      const session = await this.turns.take(() =>
        logIn(this.mapping, auth, this.grants, { ...ports, signal: this.stop }),
      );
      this.current = session;
      this.failed = undefined;
      ports.observer({ type: 'session', at: ports.clock(), step: LOGIN, session });
      return session;
    } catch (thrown) {
      const failure = Failure.from(thrown).within({ step: LOGIN, place: auth.place });
      const count = (this.failed?.count ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (count - 1));
      this.failed = { failure, count, until: ports.clock() + pause };
      throw failure;
    }
  }
}

async function tokensIn(
  tokenFile: string | undefined,
  configured: string | undefined,
  current = configured,
): Promise<RefreshTokens> {
  if (configured === undefined || tokenFile === undefined) return tokensInMemory(current);
  return tokensInFile(tokenFile, configured, current);
}

function grantOf({ crm: { auth } }: Pick<Mapping, 'crm'>): OAuth2Grant | undefined {
  return auth.kind === 'session' && auth.grant.kind === 'oauth2' ? auth.grant : undefined;
}

/** The same failure for another request: each notes on its own which operation it was. */
function again({ error, message, step, place, cause }: Failure): Failure {
  return new Failure(error, message, { step, place, cause });
}
