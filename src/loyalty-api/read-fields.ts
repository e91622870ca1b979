import { Failure } from './failure.js';
import { errorOfKind, meaningOfKind, normalise } from './normalise.js';
import type { FieldKind, Fields } from './operations.js';

/** The part of a request that a field stands in, as messages name it. */
export type Part = 'path parameter' | 'query parameter' | 'body member';

/**
 * Makes the reader of one part of an operation's requests. It gives a new object: named fields normalised, or
 * left out when they are blank or null; all others as they came.
 *
 * @throws (the reader) Failure badMsisdn, badDate, badParameter
 */
export function fieldsReader(
  part: Part,
  fields: Fields,
): (values: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const kinds = new Map(Object.entries(fields));
  return values => {
    const out: Record<string, unknown> = {};
    for (const name of Object.keys(values)) {
      if (name === '__proto__') continue;
      const kind = kinds.get(name);
      const value = values[name];
      if (!kind) out[name] = value;
      else if (!isAbsent(value)) out[name] = read(part, name, kind, value);
    }
    return out;
  };
}

/** Nobody is named " ": a mapping that asks whether a value exists must not find that it does. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function read(part: Part, name: string, kind: FieldKind, value: unknown): string | string[] {
  const normal = normalise(kind, value);
  if (normal !== undefined) return normal;
  throw new Failure(errorOfKind[kind], `${part} "${name}" is not ${meaningOfKind[kind]}`);
}
