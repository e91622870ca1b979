import { Failure } from './failure.js';
import type { Field } from './operations.js';

/**
 * Reads a query. A `+` is a space, as HTML forms write it, but in emails it stays a plus: there a space means
 * nothing, and `email=ivan+shop@…` comes from callers who do not encode. In `msisdn=+7920…` it makes no difference.
 *
 * @param query what stands after the `?`, still encoded
 * @param fields the query parameters of the contract
 * @throws Failure badRequest when it is not UTF-8 percent-encoded, badParameter when a parameter is repeated
 */
export function readQuery(query: string, fields: Readonly<Record<string, Field>>): Record<string, string> {
  const values: Record<string, string> = {};
  if (query === '') return values;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = decodeForm(mark < 0 ? pair : pair.slice(0, mark));
    if (name === '__proto__') continue;
    const isKnown = Object.hasOwn(fields, name);
    if (Object.hasOwn(values, name)) {
      // A name that is not ours is the caller's text, and does not belong into a message.
      throw new Failure(
        'badParameter',
        `query parameter${isKnown ? ` "${name}"` : ''} is given more than once`,
      );
    }
    const value = mark < 0 ? '' : pair.slice(mark + 1);
    values[name] = isKnown && fields[name]?.kind === 'email' ? decode(value) : decodeForm(value);
  }
  return values;
}

function decodeForm(text: string): string {
  return decode(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // The URIError says no more, and as a cause it would be one more thing to keep free of the query's text.
    throw new Failure('badRequest', 'the query is not percent-encoded UTF-8');
  }
}
