import { isObject } from '../json/values.js';
import { Numeral } from '../json/write.js';

/** One place where two JSON values differ. */
export interface Difference {
  /** `body.card.cardNumber`; the name alone when the whole values differ. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Whether a value is all that there may be, or what must be among it. */
export type Match = 'exact' | 'subset';

/**
 * Everything in which a JSON value is not what was expected. Order of object members does not matter. A number is
 * never the text with the same digits, however long it is. Of a subset each object may have more members, while a list
 * has as many items.
 */
export function differences(
  path: string,
  expected: unknown,
  actual: unknown,
  match: Match = 'exact',
): Difference[] {
  if (isList(expected) && isList(actual)) {
    const length = Math.max(expected.length, actual.length);
    const items = Array.from({ length }, (_, at) => at);
    return items.flatMap(at => differences(`${path}[${at}]`, expected[at], actual[at], match));
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...(match === 'exact' ? Object.keys(actual) : [])]);
    return [...keys].flatMap(key => differences(`${path}.${key}`, expected[key], own(actual, key), match));
  }
  return isSame(expected, actual) ? [] : [{ path, expected, actual }];
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isSame(expected: unknown, actual: unknown): boolean {
  if (expected instanceof Numeral && actual instanceof Numeral) return expected.text === actual.text;
  return expected === actual;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
