import { writeJson } from '../../json/write.js';
import { shownFindings } from '../report.js';
import { displayPath } from '../usage.js';
import { totalsOf } from './report.js';
import type { FileRun } from './run.js';
import { type UpdatedFile, updatesAsJson } from './update.js';

/**
 * The results for programs: one JSON document on one line.
 *
 * @param coverage where it was asked for
 * @param updated what `--update` did
 */
export function resultsAsJson(
  runs: readonly FileRun[],
  coverage: readonly object[] | undefined,
  updated: readonly UpdatedFile[],
  screen: { cwd: string },
): string {
  const files = runs.map(({ path, findings, results }) => ({
    file: displayPath(path, screen.cwd),
    findings: shownFindings(findings, screen),
    updates: updated.filter(each => each.path === path).map(updatesAsJson)[0],
    cases: results.map(({ test, problems }) => ({
      name: test.fields.name,
      operation: test.fields.operation,
      line: test.place.line,
      passed: problems.length === 0,
      problems: problems.map(({ message, differences }) => ({ message, differences })),
    })),
  }));
  return `${writeJson({ ...totalsOf(runs), files, ...(coverage && { coverage }) })}\n`;
}
