import { asObject } from './json.js';
import type { OpenApiSource } from './read.js';
import { itemsOf, propertiesOf, typesOf } from './sample.js';
import { wordsOf } from './words.js';

/** One step of a way into a value: a member, which may hold a list. */
export interface WayStep {
  readonly name: string;
  readonly isList: boolean;
}

export type Way = readonly WayStep[];

/** A member of what a schema describes. */
export interface Member {
  readonly way: Way;
  readonly words: readonly string[];
  readonly schema: unknown;
  readonly types: readonly string[];
}

const DEEPEST = 3;
const MOST = 500;

/** The members of an object and of what it holds, the outer ones first. */
export function membersOf(schema: unknown, follow: OpenApiSource['follow']): Member[] {
  const members: Member[] = [];
  let level: { schema: unknown; way: Way }[] = [{ schema, way: [] }];
  for (let depth = 0; depth < DEEPEST && members.length < MOST; depth++) {
    const inner = level.flatMap(parent => within(parent, follow));
    members.push(...inner.slice(0, MOST - members.length));
    level = inner.map(({ schema: own, way, types }) => ({
      schema: types[0] === 'array' ? itemsOf(own, follow) : own,
      way,
    }));
  }
  return members;
}

function within({ schema, way }: { schema: unknown; way: Way }, follow: OpenApiSource['follow']): Member[] {
  return Object.entries(propertiesOf(schema, follow))
    .filter(([name]) => isPlain(name))
    .slice(0, MOST)
    .map(([name, member]) => {
      const types = typesOf(member, follow);
      const step = { name, isList: types[0] === 'array' };
      return { way: [...way, step], words: wordsOf(name), schema: follow(member), types };
    });
}

/** Whether a name can stand in an expression; JSONata has no way to write a backtick in one. */
function isPlain(name: string): boolean {
  return /^[\p{L}\p{N}_ .:@/-]{1,60}$/u.test(name) && name !== '__proto__';
}

/** JSONata's words, which are no names. */
const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/** The way as it is written behind a variable: `.card.number`. */
export function written(way: Way): string {
  return way
    .map(({ name }) => (/^[A-Za-z_]\w*$/.test(name) && !WORDS.has(name) ? `.${name}` : `.\`${name}\``))
    .join('');
}

/** The value with another one at the end of a way; what stands in the way is replaced. */
export function withValue(value: unknown, [step, ...rest]: Way, end: unknown): unknown {
  if (!step) return end;
  const object = asObject(value) ?? {};
  const held = Object.hasOwn(object, step.name) ? object[step.name] : undefined;
  // A list at the end of the way is the end itself.
  if (!step.isList || rest.length === 0) return { ...object, [step.name]: withValue(held, rest, end) };
  const first = Array.isArray(held) ? held[0] : undefined;
  return { ...object, [step.name]: [withValue(first, rest, end)] };
}
