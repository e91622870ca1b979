import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { Numeral } from '../json/write.js';
import type { FindingCode } from './codes/catalogue.js';
import type { Document } from './document.js';
import { writtenAs } from './json-schema.js';
import type { Path } from './place.js';
import { parseRest, valueAt } from './prune.js';

/**
 * Holds a document (or a part of it) against a schema. What does not fit becomes findings of the document,
 * all at once, each at its own line.
 *
 * @param at the path of the part, the whole document by default; or where a path of the value stands, for values that
 *   were put together from several places
 * @returns the parsed value with its defaults. After an error it is what fits of it, so that the rest can be looked
 *   at too, or `undefined` when that is nothing
 */
export function readShape<S extends z.ZodType>(
  document: Document,
  schema: S,
  value: unknown,
  at: Path | ((path: Path) => Path) = [],
): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const placed = typeof at === 'function' ? at : (path: Path) => [...at, ...path];
  for (const issue of result.error.issues) reportIssue(document, placed, issue, value);
  return parseRest(schema, value);
}

/**
 * A schema that first decides which of several shapes a value claims to be, then holds it against that one
 * alone, so that a message speaks of the shape that was meant and not of all of them.
 *
 * @param choose gives the name of a shape, or says why none fits
 */
export function oneOf<T extends Record<string, z.ZodType>>(
  shapes: T,
  choose: (value: unknown) => (keyof T & string) | { problem: string },
): z.ZodType<{ [K in keyof T & string]: { kind: K } & z.output<T[K]> }[keyof T & string]> {
  const written = writtenAs(z.unknown(), z.union(Object.values(shapes)));
  return written.transform((value, context) => {
    const choice = choose(value);
    if (typeof choice !== 'string') {
      const params = details(value instanceof Object ? 'key-choice' : 'wrong-type');
      context.addIssue({ code: 'custom', message: choice.problem, params });
      return z.NEVER;
    }
    const result = (shapes[choice] as z.ZodType).safeParse(value, { error: describeIssue });
    if (result.success) return { kind: choice, ...(result.data as object) };
    for (const issue of result.error.issues) context.addIssue(issue as never);
    return z.NEVER;
  }) as never;
}

/** One of a list of names. The message for any other has the nearest of them, or all. */
export function nameAmong<N extends string>(what: string, names: readonly N[]) {
  return z.enum(names as readonly [N, ...N[]], {
    error: ({ input }) => {
      if (input === undefined) return `the ${what} is missing`;
      const guess = typeof input === 'string' ? nearest(input, names) : undefined;
      const help = guess ? `did you mean "${guess}"?` : `known: ${names.join(', ')}`;
      return `there is no ${what} ${JSON.stringify(input)}; ${help}`;
    },
  });
}

/** The error of the key that says which version a file is written in. */
export function versionProblem(key: string) {
  return ({ input }: { readonly input: unknown }): string =>
    input === undefined
      ? `the version is missing: begin the file with ${key}: 1`
      : `${key}: 1 is the version that this loyalty-gw knows`;
}

/** The known name nearest to a misspelt one, `undefined` when none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known);
  // Two letters swapped are a distance of two.
  const tolerated = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  return distance(name, best) <= tolerated ? best : undefined;
}

/** What to do about a misspelt name: the known name that was probably meant, or something else. */
export function suggestion(name: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(name, known);
  return guess === undefined ? otherwise : `did you mean ${guess}?`;
}

function reportIssue(
  document: Document,
  placed: (path: Path) => Path,
  issue: z.core.$ZodIssue,
  value: unknown,
): void {
  const path = placed(issue.path as (string | number)[]);
  if (issue.code !== 'unrecognized_keys') {
    const isMissing = valueAt(value, issue.path as Path) === undefined;
    const usual = isMissing ? 'missing-key' : (codes[issue.code] ?? 'wrong-value');
    const { code = usual, hint } = customDetails(issue);
    document.error(code, path, issue.message, hint);
    return;
  }
  // describeIssue wrote one line for each key.
  const messages = issue.message.split('\n');
  issue.keys.forEach((key, index) => {
    document.errorAtKey('unknown-key', [...path, key], messages[index] ?? '');
  });
}

const codes: Partial<Record<z.core.$ZodIssue['code'], FindingCode>> = {
  invalid_type: 'wrong-type',
  invalid_union: 'wrong-type',
  invalid_value: 'unknown-value',
};

/** The `params` of a schema's own issue, for a finding that is not the usual one. */
export function details(code: FindingCode, hint?: string): { code: FindingCode; hint?: string } {
  return { code, hint };
}

function customDetails(issue: z.core.$ZodIssue): Partial<ReturnType<typeof details>> {
  return issue.code === 'custom' ? (issue.params ?? {}) : {};
}

function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const name = issue.path?.at(-1);
  const subject = typeof name === 'string' ? `"${name}"` : 'this value';
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue);
    case 'invalid_type':
      if (issue.input === undefined)
        return `${subject} is missing: ${nouns[issue.expected] ?? issue.expected} is needed`;
      return `${subject} must be ${nouns[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`;
    case 'invalid_value':
      return `${subject} must be ${issue.values.map(value => JSON.stringify(value)).join(' or ')}`;
    default:
      return undefined;
  }
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
  readonly _zod?: { readonly def?: { readonly shape?: object; readonly keyType?: z.ZodEnum } };
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
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Numeral) return 'a number';
  return nouns[typeof value] ?? typeof value;
}
