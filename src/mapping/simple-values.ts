/**
 * The operators and paths of jsonata 2.2 on plain values, with exactly its results. What only the interpreter can
 * do, or can say what is wrong with, they refuse by throwing `unusual`.
 */

export const unusual = Symbol('unusual');

/** What a path gives (`evaluatePath`). */
export function follow(start: unknown, names: readonly string[], maxList: number): unknown {
  let value = start;
  for (let index = 0; index < names.length; index++) {
    if (Array.isArray(value)) return followList(value, names, index, maxList);
    value = member(value, names[index] as string);
  }
  return value;
}

/** A path maps over a list; lists that it meets become part of it, and a list of one is the one. */
function followList(start: unknown[], names: readonly string[], from: number, maxList: number): unknown {
  let list = start;
  for (let index = from; index < names.length; index++) {
    if (list.length > maxList) throw unusual;
    const found: unknown[] = [];
    for (const item of list) {
      if (Array.isArray(item)) throw unusual;
      const value = member(item, names[index] as string);
      if (value !== undefined) found.push(value);
    }
    if (index === names.length - 1 && found.length === 1 && Array.isArray(found[0])) return found[0];
    list = found.some(Array.isArray) ? found.flat() : found;
  }
  if (list.length > maxList) throw unusual;
  return list.length > 1 ? list : list[0];
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return isFunction(value) ? undefined : (value as Record<string, unknown>)[name];
}

/** What jsonata takes for a function of its own. */
export function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  const object = value as Record<string, unknown>;
  return object._jsonata_function === true || object._jsonata_lambda === true;
}

/** What counts as true (`$boolean`); undefined does not. */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) throw unusual;
      return value !== 0 && !Number.isNaN(value);
    case 'object':
      if (value === null) return false;
      // jsonata looks at every item, even when one is true already.
      if (Array.isArray(value)) return value.filter(isTrue).length > 0;
      return !isFunction(value) && Object.keys(value).length > 0;
    default:
      return false;
  }
}

/** `=`, and `!=` for `whenEqual` false; with undefined both are false. */
export function equality(left: unknown, right: unknown, whenEqual: boolean): boolean {
  if (left === undefined || right === undefined) return false;
  if (left === right) return whenEqual;
  const areDeep = typeof left === 'object' && left !== null && typeof right === 'object' && right !== null;
  if (areDeep) throw unusual;
  return !whenEqual;
}

type Order = (left: string | number, right: string | number) => boolean;

/** `<` and the like: of two texts or two numbers; with undefined the result is undefined. */
export function order(left: unknown, right: unknown, holds: Order): boolean | undefined {
  if (!isComparable(left) || !isComparable(right)) throw unusual;
  if (left === undefined || right === undefined) return undefined;
  if (typeof left !== typeof right) throw unusual;
  return holds(left, right);
}

function isComparable(value: unknown): value is string | number | undefined {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

/** `in`: a list of one need not be a list. */
export function isIn(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false;
  return Array.isArray(list) ? list.indexOf(value) !== -1 : list === value;
}

/** `$append`. */
export function append(first: unknown, second: unknown, maxList: number): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const list = [first].flat().concat(second);
  if (list.length > maxList) throw unusual;
  return list;
}
