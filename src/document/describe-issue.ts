import type { z } from 'zod';
import { Numeral } from '../json/write.js';
import { nearest } from './nearest.js';

/**
 * What does not fit a schema, in words for people who do not program: the field, what it must be, and what it is.
 * One line; of unknown keys, one for each.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const name = issue.path?.at(-1);
  const subject = typeof name === 'string' ? JSON.stringify(name) : 'this value';
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue);
    case 'invalid_type':
      return mustBe(subject, nouns[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return `${subject} must be ${issue.values.map(value => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_union':
      return mustBe(subject, kindsOf(issue.inst as unknown as ZodInside), issue.input);
    case 'too_small':
      return outOfBounds(subject, issue, issue.minimum, 'at least');
    case 'too_big':
      return outOfBounds(subject, issue, issue.maximum, 'at most');
    case 'not_multiple_of':
      return `${subject} must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `${subject} must be ${formats[issue.format] ?? `written otherwise (${issue.format})`}`;
    case 'invalid_key':
      return `${subject} cannot be a key here`;
    default:
      return undefined;
  }
}

function mustBe(subject: string, what: string, input: unknown): string {
  if (input === undefined) return `${subject} is missing: ${what} is needed`;
  // A number that is no whole one is none of the wrong kind.
  const found = typeof input === 'number' && what === nouns.int ? String(input) : kindOf(input);
  return `${subject} must be ${what}, not ${found}`;
}

/** Of a number its size is meant, of anything else how much there is of it. */
function outOfBounds(
  subject: string,
  { origin, input }: { readonly origin: string; readonly input?: unknown },
  bound: number | bigint,
  how: 'at least' | 'at most',
): string {
  const unit = units[origin];
  if (unit === undefined) return `${subject} must be ${how} ${bound}, not ${input}`;
  if (bound === 1 && how === 'at least') return `${subject} must not be empty`;
  return `${subject} must have ${how} ${bound} ${unit}`;
}

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'items' };

const formats: Readonly<Record<string, string>> = {
  datetime: 'a moment with its time zone such as "2026-03-15T12:00:00Z" or "2026-03-15T15:00:00+03:00"',
};

/** What may stand where one of several kinds may. */
function kindsOf(schema: ZodInside): string {
  const types = (schema._zod?.def?.options ?? []).map(option => option._zod?.def?.type ?? '');
  // A number too long for a double is an instance of a class.
  const kinds = types.map(type => nouns[type === 'custom' ? 'number' : type] ?? type);
  return [...new Set(kinds)].join(' or ');
}

function unknownKeys(issue: z.core.$ZodRawIssue & { code: 'unrecognized_keys' }): string {
  const known = knownKeys(issue.inst as unknown as ZodInside);
  const lines = issue.keys.map(key => {
    const guess = nearest(key, known);
    const help = guess ? `did you mean "${guess}"?` : `known here: ${known.join(', ')}`;
    return `unknown key "${key}"; ${help}`;
  });
  return lines.join('\n');
}

interface ZodInside {
  readonly _zod?: {
    readonly def?: {
      readonly type?: string;
      readonly shape?: object;
      readonly keyType?: z.ZodEnum;
      readonly options?: readonly ZodInside[];
    };
  };
}

/** Of an object its members, of a record with names to choose from those names. */
function knownKeys(schema: ZodInside | undefined): string[] {
  const { shape, keyType } = schema?._zod?.def ?? {};
  return shape ? Object.keys(shape) : (keyType?.options ?? []).map(String);
}

const nouns: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
  array: 'a list',
  nonoptional: 'a value',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Numeral) return 'a number';
  return nouns[typeof value] ?? typeof value;
}
