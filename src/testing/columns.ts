import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import { isObject, kindOf, scalarText } from '../json/values.js';

/** What is done by the way while the values of a row are put into a case. */
export interface ColumnListener {
  /** A value of the row is now the whole value at this path. */
  put(at: Path, column: string): void;
  problem(at: Path, message: string, hint?: string): void;
}

/**
 * Puts the values of a row in where `${column}` stands. One that is a whole text keeps its kind; in a longer text only
 * scalars can stand. `$${` is a literal `${`.
 *
 * @param row the values by their columns
 * @param used takes the columns that are used
 * @returns a copy; what cannot be put in is told and left as it is
 */
export function withRow(
  value: unknown,
  row: Readonly<Record<string, unknown>>,
  used: Set<string>,
  listener: ColumnListener,
  at: Path = [],
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => withRow(item, row, used, listener, [...at, index]));
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => {
      const path = [...at, key];
      if (marker.test(key)) listener.problem(path, 'a column is put into values, not into keys');
      return [key, withRow(member, row, used, listener, path)];
    });
    return Object.fromEntries(members);
  }
  if (typeof value !== 'string') return value;
  const known = (column: string): boolean => {
    if (Object.hasOwn(row, column)) return Boolean(used.add(column));
    const columns = Object.keys(row);
    const hint = suggestion(column, columns, `the columns of this row: ${columns.join(', ') || 'none'}`);
    listener.problem(at, `there is no column "${column}" in this row`, hint);
    return false;
  };
  const [, whole] = /^\$\{([^}]*)\}$/.exec(value) ?? [];
  if (whole === undefined) return inText(value, row, known, message => listener.problem(at, message));
  if (!known(whole)) return value;
  listener.put(at, whole);
  return row[whole];
}

const marker = /(?<!\$)\$\{/;

function inText(
  text: string,
  row: Readonly<Record<string, unknown>>,
  known: (column: string) => boolean,
  problem: (message: string) => void,
): string {
  return text.replace(/\$\$\{|\$\{([^}]*)\}?/g, (found: string, column: string) => {
    if (found === '$${') return '${';
    if (!found.endsWith('}')) problem('this ${ is never closed by }');
    else if (known(column)) {
      const put = scalarText(row[column]);
      if (put !== undefined) return put;
      problem(`in a text stands a text; the column "${column}" is ${kindOf(row[column])}`);
    }
    return found;
  });
}
