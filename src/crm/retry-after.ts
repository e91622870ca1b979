import type { Scope } from '../mapping/expression.js';
import type { Judging } from '../mapping/mapping.js';
import type { Reply } from './decode.js';

/** A date of HTTP (RFC 9110, 5.6.7): what `Date` reads besides is nothing that a server would mean. */
const HTTP_DATE = /^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/;

/**
 * How long a reply asks to wait, by the mapping's `retryAfter` or else by the header.
 *
 * @param scope with `$reply`
 * @returns milliseconds; `undefined` when it says nothing that can be understood, for it is a hint and no more
 * @throws Failure when `retryAfter` fails
 */
export async function waitAskedFor(
  { retryAfter }: Judging,
  { headers }: Reply,
  scope: Scope,
  now: number,
): Promise<number | undefined> {
  const said = await retryAfter?.evaluate(scope);
  const seconds = typeof said === 'number' ? said : typeof said === 'string' ? parseSeconds(said) : undefined;
  if (seconds !== undefined && seconds >= 0) return seconds * 1_000;
  return parseRetryAfter(headers['retry-after'], now);
}

/** The header Retry-After (RFC 9110, 10.2.3) in milliseconds from now; a date that has passed is 0. */
export function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  const value = text?.trim() ?? '';
  const seconds = parseSeconds(value);
  if (seconds !== undefined) return seconds * 1_000;
  const date = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Some write fractions, which the standard does not know. */
function parseSeconds(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
