import { plainDecimal } from './decimal.js';

const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A number with more digits than a double holds. */
export class Numeral {
  /** @throws RangeError when the text is not a number as JSON writes it, without an exponent */
  constructor(readonly text: string) {
    if (!plainNumber.test(text)) throw new RangeError('the text is not a JSON number');
  }

  toString(): string {
    return this.text;
  }
}

/**
 * Writes plain data as JSON.stringify does, but Numerals as bare numbers and all numbers in plain decimal.
 * Undefined members and functions are left out, in lists they are null.
 *
 * @throws RangeError when a number is NaN or infinite: JSON.stringify would write null, another value
 * @throws TypeError when there is nothing to write: the value is undefined or a function
 */
export function writeJson(value: unknown): string {
  const text = isOrdinary(value) ? JSON.stringify(value) : write(value);
  if (text === undefined) throw new TypeError('there is no value to write as JSON');
  return text;
}

/** Whether JSON.stringify writes the value as we would. */
function isOrdinary(value: unknown): boolean {
  if (typeof value === 'number') return value === 0 || (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21);
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Numeral) return false;
  return Array.isArray(value) ? value.every(isOrdinary) : Object.values(value).every(isOrdinary);
}

function write(value: unknown): string | undefined {
  if (value instanceof Numeral) return value.text;
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(item => write(item) ?? 'null').join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    const text = write(member);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}
