import { nearest } from '../../document/nearest.js';
import type { TestCase } from '../../testing/case.js';
import { UsageError } from '../usage.js';

/** Whether a case is to run. */
export type Filter = (file: string, test: TestCase) => boolean;

/** What a case is called everywhere: `findCard: found by phone`. */
export function nameOf({ fields }: TestCase): string {
  return `${fields.operation}: ${fields.name}`;
}

/**
 * Reads what stands behind `--filter`: a text, in whatever case, or `/a regular expression/` with its flags. A case is
 * chosen by its name or by its file.
 *
 * @throws UsageError
 */
export function readFilter(text: string | undefined): Filter {
  if (text === undefined) return () => true;
  if (text.trim() === '')
    throw new UsageError('--filter is empty: give it a part of the name of a case or of a file');
  const fits = fitting(text);
  return (file, test) => fits(nameOf(test)) || fits(file);
}

function fitting(text: string): (name: string) => boolean {
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (pattern === undefined) {
    const part = text.toLowerCase();
    return name => name.toLowerCase().includes(part);
  }
  try {
    // Of g and y a regular expression remembers where it was.
    const expression = new RegExp(pattern, flags?.replace(/[gy]/g, ''));
    return name => expression.test(name);
  } catch (error) {
    throw new UsageError(`--filter: ${text} is no regular expression: ${(error as Error).message}`);
  }
}

/** That a filter chose nothing would look like success. */
export function nothingFits(filter: string, tests: readonly TestCase[]): UsageError {
  const words = [...new Set(tests.flatMap(({ fields }) => [fields.operation, fields.name]))];
  const meant = nearest(filter, words);
  const hint = meant === undefined ? '--list names all cases' : `did you mean "${meant}"?`;
  return new UsageError(`no case fits --filter ${filter}; ${hint}`);
}
