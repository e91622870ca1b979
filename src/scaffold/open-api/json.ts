import { isObject } from '../../json/values.js';

/** Looks into values of a file that may hold anything. */

export type Json = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown, name: string): Json | undefined {
  return asObject(memberOf(value, name));
}

export function textAt(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}

export function memberOf(value: unknown, name: string): unknown {
  const object = asObject(value);
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

export function asObject(value: unknown): Json | undefined {
  return isObject(value) ? (value as Json) : undefined;
}
