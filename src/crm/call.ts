import type { Place } from '../document/place.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Scope } from '../mapping/expression.js';
import { HelperError } from '../mapping/helpers/helper.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import { decodeReply } from './decode.js';
import { encodeCall } from './encode.js';
import type { CrmEvent } from './events.js';
import { judge } from './judge.js';
import {
  type StopSignal,
  type Wire,
  type WireCall,
  WireFault,
  type WireFaultKind,
  type WireReply,
} from './wire.js';

/** What a call takes from the world. */
export interface CallPorts {
  readonly wire: Wire;
  readonly clock: () => number;
  readonly ids: () => string;
  readonly signal: StopSignal;
  readonly observer: (event: CrmEvent) => void;
}

const errorOfFault: Readonly<Record<WireFaultKind, ErrorName>> = {
  refused: 'crmUnavailable',
  reset: 'crmUnavailable',
  timeout: 'crmTimeout',
  unreadable: 'crmBadReply',
  aborted: 'deadlineExceeded',
};

/**
 * Makes one call to the CRM: encoded, sent, read, judged.
 *
 * @returns what the step holds; `undefined` when it is absent
 * @throws Failure
 */
export async function callCrm(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<unknown> {
  const call = await encodeCall(step, crm, scope);
  const exchange = ports.ids();
  const decoded = decodeReply(await send(step, crm, call, exchange, ports), step.judging);
  const withReply: Scope = { now: scope.now, variables: { ...scope.variables, reply: decoded.reply } };

  const judgement = await judge(step, decoded, withReply);
  const { verdict, reason } = judgement;
  ports.observer({ type: 'verdict', at: ports.clock(), step: step.name, exchange, verdict, reason });
  switch (judgement.verdict) {
    case 'success':
      return take(step, decoded.reply.body, withReply);
    case 'missing':
      if (step.ifMissing)
        throw new Failure(step.ifMissing, 'the CRM has nothing there', { place: step.place });
      return undefined;
    default:
      throw new Failure(judgement.error, `the reply is a failure: ${reason}`, { place: step.place });
  }
}

async function send(
  step: CallStep,
  crm: Crm,
  call: WireCall,
  exchange: string,
  { wire, clock, signal, observer }: CallPorts,
): Promise<WireReply> {
  observer({ type: 'call', at: clock(), step: step.name, exchange, call });
  try {
    const reply = await wire.exchange(
      call,
      { timeout: step.judging.timeout, maxReply: crm.maxReply },
      signal,
    );
    observer({ type: 'reply', at: clock(), step: step.name, exchange, reply });
    return reply;
  } catch (thrown) {
    if (!(thrown instanceof WireFault)) throw thrown;
    observer({ type: 'fault', at: clock(), step: step.name, exchange, fault: thrown });
    if (thrown.kind === 'aborted' && signal.reason instanceof Failure) throw signal.reason;
    throw new Failure(errorOfFault[thrown.kind], thrown.message, { place: step.place, cause: thrown });
  }
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
