import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { readShape } from '../document/shape.js';
import { isObject } from '../json/values.js';
import { withRow } from './columns.js';
import { rowsFields } from './fields.js';
import type { Origin, WrittenCase } from './origin.js';
import { type NamedParts, resolved } from './shared.js';

/** All cases of a test file, each row one of its own. What is wrong with names and columns goes to the document. */
export function writtenCases(document: Document, shared: NamedParts): WrittenCase[] {
  const { cases } = Object(document.value) as { cases?: unknown };
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((value: unknown, index) => {
    const path = ['cases', index];
    const rows = isObject(value) ? value.rows : undefined;
    const written = rows === undefined ? [plain(value, path)] : rowsOf(document, value as object, rows, path);
    return written.map(each => resolved(document, each, shared));
  });
}

function plain(value: unknown, path: Path): WrittenCase {
  return { value, origins: [{ at: [], from: path }], path };
}

function rowsOf(document: Document, table: object, input: unknown, path: Path): WrittenCase[] {
  const rows = readShape(document, rowsFields, input, [...path, 'rows']) ?? [];
  const { rows: _, ...value } = table as { rows: unknown };
  const used = new Set<string>();
  const written = rows.map((row, index): WrittenCase => {
    const rowPath = [...path, 'rows', index];
    const origins: Origin[] = [{ at: [], from: path }];
    const listener = {
      put: (at: Path, column: string) => origins.push({ at, from: [...rowPath, column] }),
      problem: (at: Path, message: string, hint?: string) =>
        document.error('row-column', [...path, ...at], `row ${index + 1}: ${message}`, hint),
    };
    return { value: withRow(value, row, used, listener), origins, path: rowPath };
  });
  reportUnused(document, rows, used, path);
  reportSameNames(document, written);
  return written;
}

/** One that is a misspelt marker away from being used, or the rest of what is gone. */
function reportUnused(
  document: Document,
  rows: readonly object[],
  used: ReadonlySet<string>,
  path: Path,
): void {
  for (const [index, row] of rows.entries())
    for (const column of Object.keys(row).filter(name => !used.has(name)))
      document.errorAtKey(
        'unused-column',
        [...path, 'rows', index, column],
        `the column "${column}" is used nowhere`,
        `write \${${column}} where its values belong`,
      );
}

function reportSameNames(document: Document, written: readonly WrittenCase[]): void {
  const names = new Set<unknown>();
  for (const { value, path } of written) {
    const { name } = value as { name?: unknown };
    if (typeof name === 'string' && names.has(name)) {
      const hint = 'put a column into the name of the case: "… ${column}"';
      document.error('row-name', path, `the row above is called "${name}" too`, hint);
    }
    names.add(name);
  }
}
