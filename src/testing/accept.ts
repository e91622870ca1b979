import type { WireCall } from '../crm/wire.js';
import type { Path } from '../document/place.js';
import { replaceAt, valueAt } from '../document/prune.js';
import type { Answer } from '../engine/answer.js';
import { usualErrors } from '../loyalty-api/errors.js';
import { asFarAsNamed, asSent } from './as-sent.js';
import type { TestCase } from './case.js';
import { caseFields, type ExchangeFields } from './fields.js';
import { callDifferences } from './match.js';
import { type CaseResult, runCase } from './run-case.js';
import type { TestFile } from './test-file.js';

/** A case as it would have to be to pass. */
export interface Accepted {
  /** Plain data, as in `WrittenCase`. */
  readonly value: unknown;
  /** What would still be wrong. */
  readonly problems: readonly string[];
}

/** Each exchange may need one, and then the answer. */
const ROUNDS = 100;

/**
 * Accepts what came in a case that failed: calls that were clearly meant by one of its exchanges, one after the other,
 * and in the end the answer. No exchange is added or taken away.
 */
export async function accepted(failed: CaseResult, { now, login }: TestFile): Promise<Accepted> {
  let result = failed;
  let value = failed.test.written.value;
  const known = new Set<number>();
  for (let round = 0; round < ROUNDS && result.problems.length > 0; round++) {
    const ofCalls = callChanges(result, value, known);
    const changes = ofCalls.length > 0 ? ofCalls : answerChange(result, value);
    if (changes.length === 0) break;
    for (const change of changes) value = replaceAt(value, change.at, change.value);
    const fields = caseFields.parse(value);
    result = await runCase({ ...failed.test, fields }, now, login);
  }
  return { value, problems: result.problems.map(({ message }) => message) };
}

interface Change {
  readonly at: Path;
  readonly value: unknown;
}

/**
 * Makes an exchange be for the call that was meant by it, and so all that are for the same call.
 *
 * @param known exchanges whose call is known by now, and so is meant by no other
 */
function callChanges({ test, unmatched }: CaseResult, value: unknown, known: Set<number>): Change[] {
  const { baseUrl } = test.mapping.crm;
  const indexOf = (exchange: ExchangeFields) => test.fields.exchanges.indexOf(exchange);
  const exchanges = [...new Set(unmatched.exchanges)].filter(exchange => !known.has(indexOf(exchange)));
  for (const call of unmatched.calls) {
    const meant = meantBy(call, { ...unmatched, exchanges }, baseUrl);
    if (meant.length === 0) continue;
    return meant.map(exchange => {
      const index = indexOf(exchange);
      known.add(index);
      const at = ['exchanges', index, 'call'];
      const written = valueAt(value, at) as Readonly<Record<string, unknown>>;
      return { at, value: asSent(written, exchange.call, call, baseUrl) };
    });
  }
  return [];
}

/** The exchanges that are nearest to a call, if the call is the nearest to them, too, and there is no other choice. */
function meantBy(
  call: WireCall,
  { calls, exchanges }: CaseResult['unmatched'],
  baseUrl: string,
): ExchangeFields[] {
  const distance = (exchange: ExchangeFields, other: WireCall): number => {
    const found = callDifferences(exchange.call, other, baseUrl);
    return found.some(({ path }) => path === 'method' || path === 'path') ? Infinity : found.length;
  };
  const [exchange, ...others] = nearestOf(exchanges, each => distance(each, call));
  if (!exchange || distance(exchange, call) === Infinity) return [];
  if (others.some(other => !isSame(other.call, exchange.call))) return [];
  const [nearest, ...more] = nearestOf(calls, each => distance(exchange, each));
  return nearest === call && more.length === 0 ? [exchange, ...others] : [];
}

function nearestOf<T>(items: readonly T[], distance: (item: T) => number): T[] {
  const least = Math.min(...items.map(distance));
  return items.filter(item => distance(item) === least);
}

/** The answer is what comes of all calls: as long as one of them got no reply, it is that of a failure. */
function answerChange({ test, answer, unmatched }: CaseResult, value: unknown): Change[] {
  if (unmatched.calls.length > 0) return [];
  const came = answerOf(test, answer);
  const before = valueAt(value, ['answer']);
  return came === undefined || isSame(came, before) ? [] : [{ at: ['answer'], value: came }];
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function answerOf({ fields }: TestCase, { status, body, failure }: Answer): unknown {
  if (body === '') return { nothing: true };
  if (status === 200) {
    const came: unknown = JSON.parse(body);
    if (fields.answer.kind !== 'body' || fields.answer.match.body === 'exact') return { body: came };
    return { match: { body: 'subset' }, body: asFarAsNamed(fields.answer.body, came, 'subset') };
  }
  if (failure && status === 422 && isSame(usualErrors[failure.error], JSON.parse(body)))
    return { error: failure.error };
  return undefined;
}
