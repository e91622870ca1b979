import { Numeral } from '../json/write.js';

/** A result that is no JSON. The message quotes nothing. */
export class NoJsonError extends Error {
  override readonly name = 'NoJsonError';
}

/** A CRM's reply is at most 100 deep, and no mapping builds ten of them into each other. */
const MAX_DEPTH = 1_000;

/**
 * A result of JSONata as plain JSON: lists lose the marks that JSONata puts on its own sequences (they would
 * change what the next expression does with the value). Most values carry none and come back as they are.
 *
 * @throws NoJsonError for what is no JSON: a function, a number that is not finite, such as 1/0, and an object that
 *   holds itself, as `$card ~> |$|{ "before": $ }|` makes it
 */
export function plain(value: unknown, depth = 0): unknown {
  if (typeof value === 'function') throw new NoJsonError('the result is a function, not a value');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new NoJsonError('the result is a number that is not finite');
  }
  if (typeof value !== 'object' || value === null || value instanceof Numeral) return value;
  if (depth === MAX_DEPTH) {
    throw new NoJsonError(`the result holds itself, or is nested more than ${MAX_DEPTH} deep`);
  }
  if (Array.isArray(value)) return plainList(value, depth + 1);
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) {
    throw new NoJsonError('the result is a function, not a value');
  }
  return plainObject(value as Record<string, unknown>, depth + 1);
}

function plainList(list: readonly unknown[], depth: number): unknown[] {
  let copy: unknown[] | undefined = isMarked(list) ? list.slice() : undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index];
    const after = plain(before, depth);
    if (after !== before) {
      copy ??= list.slice();
      copy[index] = after;
    }
  }
  return copy ?? (list as unknown[]);
}

function plainObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const before = object[key];
    const after = plain(before, depth);
    if (after !== before) {
      copy ??= { ...object };
      copy[key] = after;
    }
  }
  return copy ?? object;
}

function isMarked(list: readonly unknown[]): boolean {
  return 'sequence' in list || 'keepSingleton' in list || 'cons' in list || 'outerWrapper' in list;
}
