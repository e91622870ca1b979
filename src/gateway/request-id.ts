import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const processPart = randomBytes(6).toString('hex');
let count = 0;

/** Letters, digits and signs of ASCII that neither a log nor a header takes for anything else. */
const SANE = /^[\w.:=+/@-]{1,128}$/;

/** The id that whoever called has given to a request, if it is a sane one, or else a new one. */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  return typeof given === 'string' && SANE.test(given) ? given : nextRequestId();
}

/**
 * An id for one request: a random part for the process and a number. It stands in the answer and in the log,
 * and costs a fraction of a random UUID.
 */
export function nextRequestId(): string {
  count += 1;
  return `${processPart}-${count.toString(36)}`;
}
