import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../json/values.js';

/** What two JSON values agree in; of what they do not, nothing is there, and `undefined` in lists. */
export function inCommon(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length ? one.map((item, index) => inCommon(item, other[index])) : undefined;
  }
  if (isObject(one) && isObject(other)) {
    const shared = Object.keys(one).filter(name => Object.hasOwn(other, name));
    return Object.fromEntries(shared.map(name => [name, inCommon(one[name], other[name])]));
  }
  return isDeepStrictEqual(one, other) ? one : undefined;
}
