import type { Place } from '../document/place.js';
import { conform, quoteProblems, tellProblems } from '../loyalty-api/conform.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Operation } from '../loyalty-api/operations.js';
import { type Answer, success } from './answer.js';

/**
 * Holds an answer against the contract before anybody sees it.
 *
 * @param place of the operation in the mapping
 * @throws Failure `contractFault`
 */
export function conformed({ response }: Operation, place: Place, value: unknown): Answer {
  const { value: fitting, problems } = conform(response, value);
  if (problems.length === 0) return success(fitting);
  // The cause is for people who see the answer anyway; the message reaches the log.
  const cause = new Error(quoteProblems(problems));
  throw new Failure('contractFault', tellProblems(problems), { place, cause });
}
