import { setImmediate } from 'node:timers/promises';
import type { Place } from '../document/place.js';
import { conform, quoteProblems, tellProblems } from '../loyalty-api/conform.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { Eventual } from '../mapping/eventual.js';
import { type Answer, success } from './answer.js';

/** Lists with more items are held against the contract, and written, each in a turn of its own. */
const LONG = 1000;

/**
 * Holds an answer against the contract before anybody sees it.
 *
 * @param place of the operation in the mapping
 * @throws Failure `contractFault`
 */
export function conformed(operation: Operation, place: Place, value: unknown): Eventual<Answer> {
  if (Array.isArray(value) && value.length > LONG) return inTurns(operation, place, value);
  return success(fitting(operation, place, value));
}

/** Lets others have their turn in between: 10,000 items would hold them up for a tenth of a second. */
async function inTurns(operation: Operation, place: Place, list: readonly unknown[]): Promise<Answer> {
  await setImmediate();
  const value = fitting(operation, place, list);
  await setImmediate();
  return success(value);
}

function fitting({ response }: Operation, place: Place, value: unknown): unknown {
  const { value: fits, problems } = conform(response, value);
  if (problems.length === 0) return fits;
  // The cause is for people who see the answer anyway; the message reaches the log.
  const cause = new Error(quoteProblems(problems));
  throw new Failure('contractFault', tellProblems(problems), { place, cause });
}
