import { Numeral } from '../json/write.js';

/** A result that is no JSON. The message quotes nothing. */
export class NoJsonError extends Error {
  override readonly name = 'NoJsonError';
}

/**
 * A result of JSONata as plain JSON: lists lose the marks that JSONata puts on its own sequences (they would
 * change what the next expression does with the value). Most values carry none and come back as they are.
 *
 * @throws NoJsonError for a function and for a number that is not finite, such as 1/0: neither is JSON
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'function') throw new NoJsonError('the result is a function, not a value');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new NoJsonError('the result is a number that is not finite');
  }
  if (typeof value !== 'object' || value === null || value instanceof Numeral) return value;
  if (Array.isArray(value)) return plainList(value);
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) {
    throw new NoJsonError('the result is a function, not a value');
  }
  return plainObject(value as Record<string, unknown>);
}

function plainList(list: readonly unknown[]): unknown[] {
  let copy: unknown[] | undefined = isMarked(list) ? list.slice() : undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index];
    const after = plain(before);
    if (after !== before) {
      copy ??= list.slice();
      copy[index] = after;
    }
  }
  return copy ?? (list as unknown[]);
}

function plainObject(object: Record<string, unknown>): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const before = object[key];
    const after = plain(before);
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
