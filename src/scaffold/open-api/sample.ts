import { printable } from '../../document/file-text.js';
import { Numeral } from '../../json/write.js';
import { asObject, type Json, listAt, memberOf, objectAt, textAt } from './json.js';
import type { OpenApiSource } from './read.js';

type Follow = OpenApiSource['follow'];

const MOST_MEMBERS = 30;
const MOST_VALUES = 200;
const LONGEST_TEXT = 200;
const DEEPEST = 5;

/**
 * A value of a schema: what the file gives as an example, or else an invented one. Lists have one item, and what is
 * deep or long is cut, for a person reads it. No schema is too odd: what cannot be told is left out.
 *
 * Not by a library, because openapi-sampler (1.7) makes `minItems: 1000000000` of it, and the process ends.
 */
export function sampleOf(schema: unknown, follow: Follow): unknown {
  return tame(sample(schema, follow, DEEPEST, { left: MOST_VALUES }));
}

/** @param budget schemas that point to each other would give more values than there is memory */
function sample(schema: unknown, follow: Follow, depth: number, budget: { left: number }): unknown {
  const given = follow(schema);
  const example = exampleIn(given);
  if (example !== undefined) return example;
  if (depth === 0 || budget.left-- <= 0) return undefined;
  const inner = (part: unknown) => sample(part, follow, depth - 1, budget);
  const [type] = typesOf(given, follow);
  switch (type) {
    case 'object': {
      const members = Object.entries(propertiesOf(given, follow)).slice(0, MOST_MEMBERS);
      return Object.fromEntries(members.map(([name, member]) => [name, inner(member)]));
    }
    case 'array':
      return [inner(itemsOf(given, follow))];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    case 'string':
      return textSample(textAt(given, 'format'));
    default:
      return undefined;
  }
}

/** A schema and those that it is made of: all of `allOf`, the first of its alternatives. */
export function partsOf(schema: unknown, follow: Follow): unknown[] {
  const parts = new Set<unknown>();
  const add = (part: unknown): void => {
    const given = follow(part);
    if (parts.has(given) || parts.size >= MOST_VALUES) return;
    parts.add(given);
    for (const other of [...listAt(given, 'allOf'), ...alternatives(given).slice(0, 1)]) add(other);
  };
  add(schema);
  return [...parts];
}

/** The properties of an object, with those of all schemas that it is made of. */
export function propertiesOf(schema: unknown, follow: Follow): Json {
  const all = partsOf(schema, follow).map(part => objectAt(part, 'properties') ?? {});
  // Without a prototype, for a property may have any name.
  return Object.assign(Object.create(null), ...all.reverse()) as Json;
}

export function itemsOf(schema: unknown, follow: Follow): unknown {
  return partsOf(schema, follow)
    .map(part => memberOf(part, 'items'))
    .find(items => items !== undefined);
}

/** The JSON types that a schema says or shows; none where it does not. */
export function typesOf(schema: unknown, follow: Follow): string[] {
  return partsOf(schema, follow).flatMap(part => {
    const types = [memberOf(part, 'type')].flat().filter(type => typeof type === 'string' && type !== 'null');
    if (types.length > 0) return types as string[];
    if (objectAt(part, 'properties')) return ['object'];
    return memberOf(part, 'items') === undefined ? [] : ['array'];
  });
}

function alternatives(schema: unknown): readonly unknown[] {
  return [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')];
}

function exampleIn(schema: unknown): unknown {
  const words = ['example', 'const', 'default'].map(name => memberOf(schema, name));
  const all = [words[0], listAt(schema, 'examples')[0], words[1], listAt(schema, 'enum')[0], words[2]];
  return all.find(value => value !== undefined && value !== null);
}

function textSample(format: string | undefined): string {
  switch (format) {
    case 'date':
      return '2026-03-14';
    case 'date-time':
      return '2026-03-14T12:00:00Z';
    case 'email':
      return 'maria.ivanova@example.com';
    case 'uuid':
      return '5b1f0000-0000-4000-8000-000000001001';
    case 'uri':
      return 'https://crm.example.com';
    default:
      return 'text';
  }
}

/** What can be written into a test file, and be read there. */
export function tame(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return printable(value.slice(0, LONGEST_TEXT));
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value instanceof Numeral) return String(value);
  if (depth >= DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const [item] = value.map(each => tame(each, depth + 1)).filter(each => each !== undefined);
    return item === undefined ? [] : [item];
  }
  const members = Object.entries(asObject(value) ?? {}).slice(0, MOST_MEMBERS);
  if (value === null || typeof value !== 'object') return undefined;
  const kept = members
    .filter(([name]) => name !== '__proto__' && name.length <= 100 && printable(name) === name)
    .map(([name, member]) => [name, tame(member, depth + 1)] as const)
    .filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept);
}
