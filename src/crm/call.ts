import type { Place } from '../document/place.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Scope } from '../mapping/expression.js';
import { HelperError } from '../mapping/helpers/helper.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import { withReply } from './decode.js';
import { type CallPorts, exchangeOf } from './exchange.js';
import { judge } from './judge.js';

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
