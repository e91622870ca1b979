import type { NamedCase } from '../api.js';
import type { State } from './state.js';

/** What tells cases apart: two files may have cases of the same name, and the rows of a table one line. */
export function nameOf({ file, line, name }: NamedCase): string {
  return `${file}:${line} ${name}`;
}

/**
 * From which cases the exchanges began, now that the cases were read anew: a line that is written above one moves it.
 * Of one that is there no more nothing is told.
 */
export function begunAmong(
  cases: readonly NamedCase[],
  { begun, workbench }: Pick<State, 'begun' | 'workbench'>,
): State['begun'] {
  const found = Object.entries(begun).flatMap(([operation, name]) => {
    const before = workbench.cases.find(each => nameOf(each) === name);
    const now =
      cases.find(each => nameOf(each) === name) ??
      cases.find(each => each.file === before?.file && each.name === before.name);
    return now ? [[operation, nameOf(now)]] : [];
  });
  return Object.fromEntries(found);
}
