import { Numeral } from '../json/write.js';

/**
 * The same JSON value with empty lists of its own, for an expression that would write into them. All that holds none
 * is shared with the value given.
 */
export function withOwnEmptyLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Numeral) return value;
  if (Array.isArray(value)) return value.length === 0 ? [] : ownList(value);
  return ownObject(value as Record<string, unknown>);
}

function ownList(list: readonly unknown[]): readonly unknown[] {
  let own: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = withOwnEmptyLists(list[index]);
    if (item === list[index]) continue;
    own ??= list.slice();
    own[index] = item;
  }
  return own ?? list;
}

function ownObject(object: Record<string, unknown>): Record<string, unknown> {
  let own: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const member = withOwnEmptyLists(object[key]);
    if (member === object[key]) continue;
    own ??= { ...object };
    own[key] = member;
  }
  return own ?? object;
}
