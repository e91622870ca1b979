import { isNumeric } from './numbers.js';
import { isFunction } from './values.js';

/** What counts as true (`$boolean`); nothing does not. @throws JsonataFault D1001 for an infinite number */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return isNumeric(value) && value !== 0;
    case 'object':
      if (value === null) return false;
      // Every item is looked at, even when one is true already: an infinite number is an error.
      if (Array.isArray(value)) return value.filter(isTrue).length > 0;
      return !isFunction(value) && Object.keys(value).length > 0;
    default:
      return false;
  }
}
