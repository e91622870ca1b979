import { plainDecimal } from './decimal.js';
import { Numeral } from './write.js';

/** The text of a scalar: a string as it is, a number in plain decimal. `undefined` for what is no scalar. */
export function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? plainDecimal(value) : undefined;
    case 'boolean':
      return String(value);
    default:
      return value instanceof Numeral ? value.text : undefined;
  }
}

/** An object of members, and not one that stands for something else. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Numeral);
}

/** The kind of a value in plain words, for messages. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  if (value instanceof Numeral || Number.isFinite(value)) return 'a number';
  return typeof value === 'number' ? 'a number that is not finite' : `a ${typeof value}`;
}
