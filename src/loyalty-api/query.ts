import { Failure } from './failure.js';
import type { Fields } from './operations.js';

/**
 * Reads a query. A `+` is a space, as HTML forms write it, but in emails it stays a plus: there a space means
 * nothing, and `email=ivan+shop@…` comes from callers who do not encode. In `msisdn=+7920…` it makes no difference.
 *
 * A repeated parameter of the contract is refused: which of the two is meant would be a guess, and others on the way
 * may have guessed otherwise. Of one that the contract does not know, all values are handed on.
 *
 * @param query what stands after the `?`, still encoded
 * @param fields the query parameters of the contract
 * @throws Failure badRequest when it is not UTF-8 percent-encoded, badParameter when a parameter is repeated
 */
export function readQuery(query: string, fields: Fields): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  if (query === '') return values;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = decodeForm(mark < 0 ? pair : pair.slice(0, mark));
    if (name === '__proto__') continue;
    const isKnown = Object.hasOwn(fields, name);
    const text = mark < 0 ? '' : pair.slice(mark + 1);
    const value = isKnown && fields[name] === 'email' ? decode(text) : decodeForm(text);
    const before = Object.hasOwn(values, name) ? values[name] : undefined;
    if (before === undefined) values[name] = value;
    else if (isKnown) throw new Failure('badParameter', `query parameter "${name}" is given more than once`);
    else if (Array.isArray(before)) before.push(value);
    else values[name] = [before, value];
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
