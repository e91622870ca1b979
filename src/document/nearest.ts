import { closest, distance } from 'fastest-levenshtein';

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
