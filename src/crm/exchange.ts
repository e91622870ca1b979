import type { Scope } from '../mapping/expression.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import { authenticate } from './authenticate.js';
import { type Decoded, decodeReply, withReply } from './decode.js';
import { encodeCall } from './encode.js';
import { asksToRenew } from './judge.js';
import { type SendPorts, send } from './send.js';
import { type Session, withSession } from './session.js';
import type { Sessions } from './sessions.js';
import type { WireCall } from './wire.js';

/** What a call takes from the world. */
export interface CallPorts extends SendPorts {
  readonly sessions: Sessions;
}

/** One attempt of a call, and what came back. */
export interface Exchange {
  readonly exchange: string;
  /** As the mapping makes it: without authentication, below `crm.baseUrl`. */
  readonly call: WireCall;
  /** Where it went instead of below `crm.baseUrl`, when a login says so. */
  readonly baseUrl: string;
  readonly decoded: Decoded;
}

/**
 * Sends a call, and once more with new authentication when the reply says that the token is no longer good. Also a
 * write, for a call that was refused for its token was not processed. The expressions of the call are evaluated once.
 *
 * @param url where to send it instead of where the mapping says, below `crm.baseUrl`
 */
export async function exchangeOf(
  step: CallStep,
  crm: Crm,
  scope: Scope,
  ports: CallPorts,
  url?: string,
): Promise<Exchange> {
  const { sessions, clock, observer } = ports;
  const session = await sessions.use(ports);
  const encoded = await encodeCall(step, crm, withSession(scope, session));
  const call = url === undefined ? encoded : { ...encoded, url };
  const first = await attempt(step, crm, call, session, scope, ports);
  const { auth } = crm;
  if (auth.kind !== 'session' || !session) return first;

  const renewal = (one: Exchange) => asksToRenew(auth, one.decoded, withReply(scope, one.decoded.reply));
  const reason = await renewal(first);
  if (reason === undefined || !sessions.mayRenew(session, clock())) return first;
  const { exchange } = first;
  observer({ type: 'verdict', at: clock(), step: step.name, exchange, verdict: 'renew', reason });
  const renewed = await sessions.renew(session, ports);
  const second = await attempt(step, crm, call, renewed, scope, ports);
  if ((await renewal(second)) !== undefined) sessions.renewedInVain(renewed, clock());
  return second;
}

async function attempt(
  step: CallStep,
  crm: Crm,
  call: WireCall,
  session: Session | undefined,
  scope: Scope,
  ports: CallPorts,
): Promise<Exchange> {
  const signing: Scope = { now: ports.clock(), variables: { params: scope.variables.params } };
  const authenticated = await authenticate(call, crm, session, signing);
  const limits = { timeout: step.judging.timeout, maxReply: crm.maxReply };
  const { exchange, reply } = await send(step.name, authenticated, limits, ports);
  const baseUrl = session?.baseUrl ?? crm.baseUrl;
  return { exchange, call, baseUrl, decoded: await decodeReply(reply, step.judging) };
}
