import { z } from 'zod';
import type { FindingCode } from './codes/catalogue.js';
import { describeIssue } from './describe-issue.js';
import type { Document } from './document.js';
import { writtenAs } from './json-schema.js';
import { nearest } from './nearest.js';
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
      if (input === undefined) return `the ${what} is needed`;
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

function reportIssue(
  document: Document,
  placed: (path: Path) => Path,
  issue: z.core.$ZodIssue,
  value: unknown,
): void {
  const path = placed(issue.path as (string | number)[]);
  if (issue.code !== 'unrecognized_keys') {
    const isMissing = valueAt(value, issue.path as Path) === undefined;
    const usual = codes[issue.code] ?? 'wrong-value';
    const [words = '', ownHint] = issue.message.split('\n');
    const { code = usual, hint = ownHint } = customDetails(issue);
    if (isMissing) document.error('missing-key', path, missing(issue.path.at(-1), words), hint);
    else document.error(code, path, words, hint);
    return;
  }
  // describeIssue wrote one line for each key.
  const messages = issue.message.split('\n');
  issue.keys.forEach((key, index) => {
    document.errorAtKey('unknown-key', [...path, key], messages[index] ?? '');
  });
}

/** A schema's own error tells what is needed, and may not tell that it is not there at all. */
function missing(key: PropertyKey | undefined, message: string): string {
  if (typeof key !== 'string' || message.includes('is missing')) return message;
  const subject = JSON.stringify(key);
  const needed = message.startsWith(`${subject} `) ? message.replace(subject, 'it') : message;
  return `${subject} is missing: ${needed.replace(/^this /, 'it ').replace(/ here$/, '')}`;
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

/** A message with a hint, for the `error` of a schema, which gives nothing but a text. */
export function withHint(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}
