import { Failure } from '../loyalty-api/failure.js';
import type { Scope } from '../mapping/expression.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import type { Attempt, Exchange, Lost } from './attempt.js';
import { authenticate } from './authenticate.js';
import { decodeReply, withReply } from './decode.js';
import { type Effect, effectOf } from './effect.js';
import { encodeCall } from './encode.js';
import type { Verdict } from './events.js';
import { asksToRenew, judge } from './judge.js';
import { type RepeatPorts, repeat } from './repeat.js';
import { send } from './send.js';
import { type Session, withSession } from './session.js';
import type { Sessions } from './sessions.js';
import { type StopSignal, type WireCall, WireFault } from './wire.js';

/** What a call takes from the world. */
export interface CallPorts extends RepeatPorts {
  readonly sessions: Sessions;
}

/** A call that was refused for its token, and so was not processed. */
interface Refused {
  readonly renewal: string;
  readonly exchange: string;
}

/**
 * Makes a call and judges the reply; repeats it where that is allowed. The expressions of the call are evaluated
 * once, and only authentication is made anew for each attempt.
 *
 * @param url where to send it instead of where the mapping says, below `crm.baseUrl`
 * @throws Failure when there is no reply
 */
export async function exchangeOf(
  step: CallStep,
  crm: Crm,
  scope: Scope,
  ports: CallPorts,
  url?: string,
): Promise<Exchange> {
  const inUse = ports.sessions.use(ports);
  const session = inUse instanceof Promise ? await inUse : inUse;
  const encoding = encodeCall(step, crm, withSession(scope, session));
  const encoded = encoding instanceof Promise ? await encoding : encoding;
  const call = url === undefined ? encoded : { ...encoded, url };
  return repeat(step, ports, isRepeat => renewing({ step, crm, call, scope, ports, isRepeat }));
}

/** All that an attempt is made of. */
interface Attempted {
  readonly step: CallStep;
  readonly crm: Crm;
  readonly call: WireCall;
  readonly scope: Scope;
  readonly ports: CallPorts;
  readonly isRepeat: boolean;
}

/**
 * One attempt, and once more with new authentication when the reply says that the token is no longer good. Also of a
 * write, for a call that was refused for its token was not processed.
 */
function renewing(attempted: Attempted): Promise<Attempt> {
  const { crm, ports } = attempted;
  // Without a login the reply cannot ask for another one.
  if (crm.auth.kind !== 'session') return guarded(attempted, undefined, () => false) as Promise<Attempt>;
  return inSession(attempted, ports.sessions);
}

async function inSession(attempted: Attempted, sessions: Sessions): Promise<Attempt> {
  const { clock } = attempted.ports;
  const session = await sessions.use(attempted.ports);
  const first = await guarded(attempted, session, refused => sessions.mayRenew(refused, clock()));
  if (!('renewal' in first) || !session) return first as Attempt;
  const renewed = await sessions.renew(session, attempted.ports);
  const second = await guarded(attempted, renewed, refused => {
    sessions.renewedInVain(refused, clock());
    return false;
  });
  return second as Attempt;
}

function guarded(
  attempted: Attempted,
  session: Session | undefined,
  mayRenew: (session: Session) => boolean,
): Promise<Attempt | Refused> {
  const { step, ports, isRepeat } = attempted;
  return ports.guard.run(step, isRepeat, ports, () => sent(attempted, session, mayRenew));
}

/**
 * @param mayRenew asked when the reply says that the token is no longer good
 */
async function sent(
  { step, crm, call, scope, ports }: Attempted,
  session: Session | undefined,
  mayRenew: (session: Session) => boolean,
): Promise<Attempt | Refused> {
  const { clock, observer } = ports;
  const signing: Scope = { now: clock(), variables: { params: scope.variables.params } };
  const signed = authenticate(call, crm, session, signing);
  const authenticated = signed instanceof Promise ? await signed : signed;
  const limits = { timeout: step.judging.timeout, maxReply: crm.maxReply };
  const exchange = ports.ids();
  const answered = await send(exchange, step.name, authenticated, limits, ports).catch((thrown: unknown) =>
    lost(exchange, thrown, ports.signal),
  );
  if ('failure' in answered) return answered;

  const decoding = decodeReply(answered, step.judging);
  const decoded = decoding instanceof Promise ? await decoding : decoding;
  const judged = withReply(scope, decoded.reply);
  const tell = (verdict: Verdict, reason: string, effect: Effect) =>
    observer({ type: 'verdict', at: clock(), step: step.name, exchange, verdict, reason, effect });
  if (crm.auth.kind === 'session' && session) {
    const renewal = await asksToRenew(crm.auth, decoded, judged);
    if (renewal !== undefined && mayRenew(session)) {
      tell('renew', renewal, 'none');
      return { renewal, exchange };
    }
  }
  const judging = judge(step, decoded, judged);
  const judgement = judging instanceof Promise ? await judging : judging;
  tell(judgement.verdict, judgement.reason, effectOf(judgement, decoded));
  return { exchange, call, baseUrl: session?.baseUrl ?? crm.baseUrl, decoded, judgement, judged };
}

/** What became of a call without a reply. What is no fault of the wire is a fault of ours. */
function lost(exchange: string, thrown: unknown, signal: StopSignal): Lost {
  if (!(thrown instanceof Failure)) throw thrown;
  if (signal.aborted && thrown === signal.reason) return { failure: thrown, fault: 'aborted', exchange };
  if (thrown.cause instanceof WireFault) return { failure: thrown, fault: thrown.cause.kind, exchange };
  throw thrown;
}
