import type { Evaluation } from './evaluation.js';

/**
 * Values as jsonata 2.2 sees them. A *sequence* is a list that an expression found, not one that stands in the data:
 * one of one item is that item, and an empty one is nothing. jsonata tells them apart by marks on the list, and its
 * own functions, which we call, look at these marks; so ours are the same.
 */
export interface List extends Array<unknown> {
  sequence?: boolean;
  /** A sequence of one stays a list. */
  keepSingleton?: boolean;
  /** Made by an array constructor at the end of a path: one item, not many. */
  cons?: boolean;
  /** Stands around an input that is a list itself. */
  outerWrapper?: boolean;
  /** Its items are tuples: names and what is bound to them. */
  tupleStream?: boolean;
}

export function isList(value: unknown): value is List {
  return Array.isArray(value);
}

export function isSequence(value: unknown): value is List {
  return Array.isArray(value) && (value as List).sequence === true;
}

/** Makes a sequence of a list that nobody else holds. */
export function asSequence(list: unknown[]): List {
  (list as List).sequence = true;
  return list as List;
}

/** What becomes of a value at the end of each evaluation. */
export function settled(value: unknown): unknown {
  return Array.isArray(value) && (value as List).sequence === true ? settledSequence(value as List) : value;
}

/** The same behind `[]`. */
export function settledAsList(value: unknown): unknown {
  if (!isSequence(value) || value.tupleStream) return value;
  value.keepSingleton = true;
  return settledSequence(value);
}

function settledSequence(list: List): unknown {
  if (list.length > 1 || list.tupleStream) return list;
  if (list.length === 0) return undefined;
  return list.keepSingleton ? list : list[0];
}

/** What jsonata takes for a function. Data may look like one: then nothing in it can be read, and it cannot be called. */
export function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  const object = value as Record<string, unknown>;
  return object._jsonata_function === true || object._jsonata_lambda === true;
}

/** Own members only: what a value inherits is no data. */
export function hasMember(value: unknown, name: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) && !isFunction(value);
}

/** The keys of an object or a list, none of anything else. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Sets a member without ever touching the prototype. */
export function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

/** `=` of two values. Functions equal nothing but themselves. */
export function isDeepEqual(left: unknown, right: unknown, run: Evaluation): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  run.tick();
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => isDeepEqual(item, right[at], run));
  }
  if (isFunction(left) || isFunction(right)) return false;
  const [keys, others] = [Object.getOwnPropertyNames(left), Object.getOwnPropertyNames(right)];
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>];
  return (
    keys.length === others.length &&
    keys.every(key => Object.hasOwn(other, key)) &&
    keys.every(key => isDeepEqual(one[key], other[key], run))
  );
}
