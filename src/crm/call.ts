import type { Place } from '../document/place.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Scope } from '../mapping/expression.js';
import { HelperError } from '../mapping/helpers/helper.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import { authenticate } from './authenticate.js';
import { type Decoded, decodeReply, withReply } from './decode.js';
import { encodeCall } from './encode.js';
import { asksToRenew, judge } from './judge.js';
import { type SendPorts, send } from './send.js';
import { type Session, withSession } from './session.js';
import type { Sessions } from './sessions.js';
import type { WireCall } from './wire.js';

/** What a call takes from the world. */
export interface CallPorts extends SendPorts {
  readonly sessions: Sessions;
}

/**
 * Makes one call to the CRM: encoded, authenticated, sent, read, judged.
 *
 * @returns what the step holds; `undefined` when it is absent
 * @throws Failure
 */
export async function callCrm(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<unknown> {
  const { exchange, decoded } = await exchangeOf(step, crm, scope, ports);
  const judging = withReply(scope, decoded.reply);
  const judgement = await judge(step, decoded, judging);
  const { verdict, reason } = judgement;
  ports.observer({ type: 'verdict', at: ports.clock(), step: step.name, exchange, verdict, reason });
  switch (judgement.verdict) {
    case 'success':
      return take(step, decoded.reply.body, judging);
    case 'missing':
      if (step.ifMissing)
        throw new Failure(step.ifMissing, 'the CRM has nothing there', { place: step.place });
      return undefined;
    default:
      throw new Failure(judgement.error, `the reply is a failure: ${reason}`, { place: step.place });
  }
}

/** One attempt of a call, and what came back. */
interface Exchange {
  readonly exchange: string;
  readonly decoded: Decoded;
}

/**
 * Sends a call, and once more with new authentication when the reply says that the token is no longer good. Also a
 * write, for a call that was refused for its token was not processed. The expressions of the call are evaluated once.
 */
async function exchangeOf(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<Exchange> {
  const { sessions, clock, observer } = ports;
  const session = await sessions.use(ports);
  const call = await encodeCall(step, crm, withSession(scope, session));
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
  return { exchange, decoded: await decodeReply(reply, step.judging) };
}

/**
 * What a step holds of a good reply. Finding nothing there is a failure, not an absent step: a CRM that answers
 * `{}` where a list belongs did not say that nobody was found. The same goes for what a helper cannot read.
 */
async function take(step: CallStep, body: unknown, scope: Scope): Promise<unknown> {
  if (!step.take) {
    if (body !== undefined || step.isWrite) return body;
    throw badReply(step.place, 'the reply was a success, but it is empty');
  }
  const place = step.take.source.placeAt(0);
  const value = await step.take.evaluate(scope).catch((thrown: unknown) => {
    const cause = thrown instanceof Failure ? thrown.cause : thrown;
    throw cause instanceof HelperError ? badReply(place, `take failed: ${cause.message}`, cause) : thrown;
  });
  if (value !== undefined || step.takeMayVanish) return value;
  throw badReply(
    place,
    'take gave nothing, although the reply was a success; what may be nothing is written "take?"',
  );
}

function badReply(place: Place, message: string, cause?: unknown): Failure {
  return new Failure('crmBadReply', message, { place, cause });
}
