import { isObject } from '../json/values.js';
import { Numeral } from '../json/write.js';

/** One place where two JSON values differ. */
export interface Difference {
  /** `body.card.cardNumber`; the name alone when the whole values differ. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Everything in which a JSON value is not what was expected. Order of object members does not matter. A number is
 * never the text with the same digits, however long it is.
 */
export function differences(path: string, expected: unknown, actual: unknown): Difference[] {
  if (isList(expected) && isList(actual)) {
    const length = Math.max(expected.length, actual.length);
    return Array.from({ length }, (_, at) => differences(`${path}[${at}]`, expected[at], actual[at])).flat();
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap(key => differences(`${path}.${key}`, expected[key], actual[key]));
  }
  return isSame(expected, actual) ? [] : [{ path, expected, actual }];
}

function isSame(expected: unknown, actual: unknown): boolean {
  if (expected instanceof Numeral && actual instanceof Numeral) return expected.text === actual.text;
  return expected === actual;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
