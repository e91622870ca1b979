import { Numeral } from '../json/write.js';

/** A copy of a JSON value in which everything may be changed. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Numeral) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]));
}
