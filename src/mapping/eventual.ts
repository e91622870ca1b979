/**
 * What is there at once, or a promise of it: only what jsonata's interpreter runs has to be waited for. A promise for
 * each expression would be most of what a compiled one costs.
 */
export type Eventual<T> = T | Promise<T>;

/** Goes on with what is there, or will be. */
export function andThen<T, R>(value: Eventual<T>, next: (value: T) => Eventual<R>): Eventual<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * What comes of several things, made one after the other: none is begun before the one above it is there.
 *
 * @param make makes the value of one
 */
export function oneByOne<P, T>(parts: readonly P[], make: (part: P) => Eventual<T>): Eventual<T[]> {
  const values: T[] = [];
  for (const part of parts) {
    const value = make(part);
    if (value instanceof Promise) return theRest(parts, make, values, value);
    values.push(value);
  }
  return values;
}

async function theRest<P, T>(
  parts: readonly P[],
  make: (part: P) => Eventual<T>,
  values: T[],
  next: Promise<T>,
): Promise<T[]> {
  values.push(await next);
  for (const part of parts.slice(values.length)) values.push(await make(part));
  return values;
}
