import { setImmediate } from 'node:timers/promises';
import type { Place } from '../document/place.js';
import { conform, conformItems, type Problem, quoteProblems, tellProblems } from '../loyalty-api/conform.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { Shape } from '../loyalty-api/shapes.js';
import type { Eventual } from '../mapping/eventual.js';
import { type Answer, success } from './answer.js';

/** So many items of a list are held against the contract, and written, at a time; then others have their turn. */
const AT_ONCE = 1000;

/**
 * Holds an answer against the contract before anybody sees it.
 *
 * @param place of the operation in the mapping
 * @throws Failure `contractFault`
 */
export function conformed(operation: Operation, place: Place, value: unknown): Eventual<Answer> {
  const [shape, ...others] = operation.response.body;
  const isLong = Array.isArray(value) && value.length > AT_ONCE;
  if (isLong && shape?.kind === 'list' && others.length === 0) return inTurns(shape.of, place, value);
  const { value: fits, problems } = conform(operation.response, value);
  if (problems.length > 0) throw unfit(problems, place);
  return success(fits);
}

/** 10,000 items at once would hold up all other requests for a tenth of a second. */
async function inTurns(shape: Shape, place: Place, list: readonly unknown[]): Promise<Answer> {
  const texts: string[] = [];
  for (const { value, problems } of conformItems(shape, list, AT_ONCE)) {
    await setImmediate();
    if (problems.length > 0) throw unfit(problems, place);
    if (value.length > 0) texts.push(JSON.stringify(value).slice(1, -1));
  }
  return { status: 200, body: `[${texts.join(',')}]` };
}

function unfit(problems: readonly Problem[], place: Place): Failure {
  // The cause is for people who see the answer anyway; the message reaches the log.
  const cause = new Error(quoteProblems(problems));
  return new Failure('contractFault', tellProblems(problems), { place, cause });
}
