import type { Place } from '../document/place.js';
import { Failure } from '../loyalty-api/failure.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { Expression, Scope } from '../mapping/expression.js';
import { HelperError } from '../mapping/helpers/helper.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import type { Exchange } from './attempt.js';
import { type CallPorts, exchangeOf } from './exchange.js';

/** What came of a call. */
export interface Outcome {
  /** What the step holds of it; `undefined` when it is absent. */
  readonly value: unknown;
  /** What expressions over its reply see; `undefined` when there is none. */
  readonly judged: Scope | undefined;
}

/**
 * Makes one call to the CRM: encoded, authenticated, sent, read, judged.
 *
 * @throws Failure
 */
export async function callOnce(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<Outcome> {
  const { exchange, judged } = await judgedExchange(step, crm, scope, ports);
  if (!judged) return nothingThere(step, exchange.judged);
  const taking = take(step, exchange.decoded.reply.body, judged);
  return { value: taking instanceof Promise ? await taking : taking, judged };
}

/**
 * One exchange whose reply was a success, or said that there is nothing.
 *
 * @param url where to send it instead of where the call says
 * @returns as `judged` what expressions over the reply see; `undefined` when the reply is missing
 * @throws Failure for every other reply, and for none
 */
export async function judgedExchange(
  step: CallStep,
  crm: Crm,
  scope: Scope,
  ports: CallPorts,
  url?: string,
): Promise<{ exchange: Exchange; judged: Scope | undefined }> {
  const exchange = await exchangeOf(step, crm, scope, ports, url);
  const { judgement, judged } = exchange;
  switch (judgement.verdict) {
    case 'success':
      return { exchange, judged };
    case 'missing':
      return { exchange, judged: undefined };
    default:
      throw new Failure(judgement.error, `the reply is a failure: ${judgement.reason}`, {
        place: step.place,
      });
  }
}

/**
 * What comes of a call that found nothing.
 *
 * @throws Failure where the mapping has a name for it
 */
export function nothingThere({ ifMissing, place }: CallStep, judged: Scope): Outcome {
  if (ifMissing) throw new Failure(ifMissing, 'the CRM has nothing there', { place });
  return { value: undefined, judged };
}

/**
 * What a step holds of a good reply. Finding nothing there is a failure, not an absent step: a CRM that answers
 * `{}` where a list belongs did not say that nobody was found. The same goes for what a helper cannot read.
 */
function take(step: CallStep, body: unknown, scope: Scope): Eventual<unknown> {
  if (!step.take) {
    if (body !== undefined || step.isWrite) return body;
    throw badReply(step.place, 'the reply was a success, but it is empty');
  }
  const { source } = step.take;
  return andThen(overReply(step.take, 'take', scope), value => {
    if (value !== undefined || step.takeMayVanish) return value;
    throw badReply(
      source.placeAt(0),
      'take gave nothing, although the reply was a success; what may be nothing is written "take?"',
    );
  });
}

/** What an expression gives that takes something of a reply. What a helper cannot read is a fault of the reply. */
export function overReply(expression: Expression, key: string, scope: Scope): Eventual<unknown> {
  const failed = (thrown: unknown): never => {
    const cause = thrown instanceof Failure ? thrown.cause : thrown;
    if (!(cause instanceof HelperError)) throw thrown;
    throw badReply(expression.source.placeAt(0), `${key} failed: ${cause.message}`, cause);
  };
  try {
    const value = expression.evaluate(scope);
    return value instanceof Promise ? value.catch(failed) : value;
  } catch (thrown) {
    return failed(thrown);
  }
}

/** @param message quotes nothing of the reply */
export function badReply(place: Place, message: string, cause?: unknown): Failure {
  return new Failure('crmBadReply', message, { place, cause });
}
