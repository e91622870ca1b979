import { type OperationId, operationIds, operations } from '../loyalty-api/operations.js';
import { commentLines } from './yaml-text.js';

/** The error of `unsupported`, for the tests. */
const REASON = 'not mapped yet';

/** Lines that say of an operation that it is still to be mapped, so that nothing is an error before it is. */
export function unmapped(id: OperationId, comments: readonly string[] = []): string[] {
  return [...aboutOperation(id), ...comments, `  ${id}: { unsupported: "${REASON}" }`, ''];
}

export function aboutOperation(id: OperationId): string[] {
  const { summary, since } = operations[id];
  return commentLines(since === 'optional' ? `${summary} (few partners serve it)` : summary, '  ');
}

/** Those that come after findCard and getCard, with which every scenario of Koshelek begins. */
export const laterOperations = operationIds.filter(id => operations[id].core !== true);
