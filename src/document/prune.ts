import type { z } from 'zod';
import type { Path } from './place.js';

/** More rounds than a document is deep: each takes away at least one level of what does not fit. */
const ROUNDS = 20;

/**
 * What is left of a value when all that does not fit its schema is taken away, so that one mistake does not keep
 * the rest of a file from being looked at. It is for looking at only: names may have been put in.
 *
 * @returns the parsed rest, or `undefined` when nothing sensible is left
 */
export function parseRest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> | undefined {
  let rest = value;
  for (let round = 0; round < ROUNDS; round++) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    const before = rest;
    // From the last to the first, so that what is taken out of a list moves nothing that an issue still speaks of.
    for (const issue of result.error.issues.toReversed()) rest = mend(rest, issue);
    if (rest === before) return undefined;
  }
  return undefined;
}

function mend(value: unknown, issue: z.core.$ZodIssue): unknown {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.reduce((rest, key) => removeAt(rest, [...path, key]), value);
  }
  const [known] = issue.code === 'invalid_value' ? issue.values : [];
  // A misspelt name is meant to be one of the names, and what stands around it can be looked at.
  const isMisspelt = known !== undefined && valueAt(value, path) !== undefined;
  return isMisspelt ? replaceAt(value, path, known) : removeAt(value, path);
}

/** Without the value at a path; where there is none, because it is missing, without its parent. */
function removeAt(value: unknown, path: Path): unknown {
  if (path.length === 0) return value;
  const parent = path.slice(0, -1);
  const last = path.at(-1) as string | number;
  const holder = valueAt(value, parent);
  // Another issue of the same parent has taken it away.
  if (holder === undefined) return value;
  if (Array.isArray(holder))
    return replaceAt(
      value,
      parent,
      holder.filter((_, index) => index !== last),
    );
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last))
    return removeAt(value, parent);
  return replaceAt(value, parent, Object.fromEntries(Object.entries(holder).filter(([key]) => key !== last)));
}

/** The value that stands at a path of another; `undefined` where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<string | number, unknown> | undefined)?.[part],
    value,
  );
}

/** A copy along the path; the document's own value is never changed. */
export function replaceAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [first, ...others] = path;
  if (first === undefined) return replacement;
  const inner = replaceAt((value as Record<string | number, unknown>)[first], others, replacement);
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? inner : item));
  return { ...(value as object), [first]: inner };
}
