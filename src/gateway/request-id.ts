import { randomBytes } from 'node:crypto';

const processPart = randomBytes(6).toString('hex');
let count = 0;

/**
 * An id for one request: a random part for the process and a number. It stands in the answer and in the log,
 * and costs a fraction of a random UUID.
 */
export function nextRequestId(): string {
  count += 1;
  return `${processPart}-${count.toString(36)}`;
}
