import type { FindingCode } from './codes/catalogue.js';
import type { Place } from './place.js';

/** One thing that is wrong, or may be, in a file that a person wrote. */
export interface Finding extends Place {
  /** An error stops `serve`; a warning does not; a notice is something to know, and told by `check` alone. */
  readonly level: 'error' | 'warning' | 'notice';
  /** Stable name of the kind of finding, such as `unknown-key`. */
  readonly code: FindingCode;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /**
   * Where, in the same line, ends what begins at the place: the column behind it. Of a config it is not told, for it
   * would be the length of a password.
   */
  readonly endColumn?: number;
  /** The lines around the place, with a caret under the column. */
  readonly frame?: string;
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.level === 'error');
}

/** In the order in which a reader meets them: by file, line, column. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/**
 * The line of a place with one line before and after it, and a caret under the column:
 *
 *     11 |   byPhone:
 *     12 |     when: $exists(
 *        |           ^
 */
export function codeFrame(text: string, line: number, column: number): string {
  const lines = text.split('\n');
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const out: string[] = [];
  for (let number = first; number <= last; number++) {
    // Control characters take one column each, and do nothing to the terminal.
    const source = (lines[number - 1] ?? '').replace(/\r$/, '').replace(/\p{Cc}/gu, ' ');
    out.push(`${String(number).padStart(width)} | ${source}`.trimEnd());
    if (number === line) out.push(`${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}^`);
  }
  return out.join('\n');
}
