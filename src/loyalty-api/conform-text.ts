import { plainDecimal } from '../json/decimal.js';
import { Numeral } from '../json/write.js';
import { isCalendarDay } from './calendar.js';
import type { TextShape } from './shapes.js';

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

/**
 * What is wrong with a scalar, `undefined` when nothing is. Only a value that had to be one of a few words is
 * quoted, since the mapping made it; any other may be personal.
 *
 * @param text the scalar's text
 * @param value the scalar itself
 */
export function textProblem(shape: TextShape, text: string, value: unknown): string | undefined {
  if (shape.oneOf && !shape.oneOf.includes(text)) {
    return `expected one of ${shape.oneOf.join(', ')}, got ${JSON.stringify(text.slice(0, 40))}`;
  }
  switch (shape.format) {
    case 'date':
      // 20261231 and epoch seconds are numbers too: which day is meant would be a guess.
      if (typeof value !== 'string') return `expected a date YYYY-MM-DD, got ${kindOf(value)}`;
      return isCalendarDay(text) ? undefined : 'expected a date YYYY-MM-DD';
    case 'digits':
      return /^\d+$/.test(text) ? undefined : 'expected digits only';
    case 'integer':
      return /^-?\d+$/.test(text) ? undefined : 'expected a whole number';
    case 'filled':
      return text.trim() === '' ? 'is empty' : undefined;
    default:
      return undefined;
  }
}

/** JSONata's functions: one of its own or of the host, and one that an expression defines, are objects. */
function isJsonataFunction(value: object): boolean {
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}

/** An object of members, and not one that stands for something else. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Numeral) && !isJsonataFunction(value);
}

/** The kind of a value in plain words, for messages. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  if (value instanceof Numeral || Number.isFinite(value)) return 'a number';
  if (typeof value === 'number') return 'a number that is not finite';
  return typeof value === 'object' || typeof value === 'function' ? 'a function' : `a ${typeof value}`;
}
