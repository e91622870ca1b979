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

/** Why an answer does not fit the contract, for people who see the answer anyway. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
  constructor(
    readonly value: unknown,
    readonly problems: readonly Problem[],
  ) {
    super(quoteProblems(problems));
  }
}

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
  if (problems.length > 0) throw unfit(value, problems, place);
  return success(fits);
}

/** 10,000 items at once would hold up all other requests for a tenth of a second. */
async function inTurns(shape: Shape, place: Place, list: readonly unknown[]): Promise<Answer> {
  const texts: string[] = [];
  for (const { value, problems } of conformItems(shape, list, AT_ONCE)) {
    await setImmediate();
    if (problems.length > 0) throw unfit(list, problems, place);
    if (value.length > 0) texts.push(JSON.stringify(value).slice(1, -1));
  }
  return { status: 200, body: `[${texts.join(',')}]` };
}

function unfit(value: unknown, problems: readonly Problem[], place: Place): Failure {
  // The message reaches the log, the cause does not.
  const cause = new DoesNotFit(value, problems);
  return new Failure('contractFault', tellProblems(problems), { place, cause });
}
