import { distance } from 'fastest-levenshtein';

/** The known name nearest to a misspelt one, `undefined` when none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const tolerated = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly steps: number } | undefined;
  for (const each of known) {
    const steps = stepsBetween(name, each);
    if (steps <= tolerated && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { name: each, steps };
  }
  return best?.name;
}

/** Two letters swapped are one slip of the fingers, which Levenshtein counts as two. */
function stepsBetween(name: string, other: string): number {
  return isSwapped(name, other) ? 1 : distance(name, other);
}

/** Whether two neighbours have changed places, and nothing else is different. */
function isSwapped(name: string, other: string): boolean {
  if (name.length !== other.length) return false;
  let at = 0;
  while (at < name.length && name[at] === other[at]) at++;
  const swapped = `${name.slice(0, at)}${name.charAt(at + 1)}${name.charAt(at)}${name.slice(at + 2)}`;
  return at + 1 < name.length && swapped === other;
}

/** What to do about a misspelt name: the known name that was probably meant, or something else. */
export function suggestion(name: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(name, known);
  return guess === undefined ? otherwise : `did you mean ${guess}?`;
}
