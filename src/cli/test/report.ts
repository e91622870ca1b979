import type { Finding } from '../../document/finding.js';
import { formatPlace } from '../../document/place.js';
import { writeJson } from '../../json/write.js';
import type { CaseResult, Problem } from '../../testing/run-case.js';
import { counted, countOf, formatFindings, shownFindings } from '../report.js';
import { type Paint, painter } from '../style.js';
import { displayPath } from '../usage.js';

/** One test file: its findings, and its results when it could be run. */
export interface FileRun {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly results: readonly CaseResult[];
}

interface Screen {
  readonly color: boolean;
  readonly cwd: string;
}

/**
 * Results for people:
 *
 *     mappings/demo-crm.test.yaml
 *       ok    findCard: found by phone
 *       FAIL  findCard: nobody  (mappings/demo-crm.test.yaml:40:5)
 *               the answer is another one
 *                 answer.status  expected 200, got 422
 */
export function formatResults(runs: readonly FileRun[], screen: Screen): string {
  const paint = painter(screen.color);
  const blocks = runs.map(({ path, findings, results }) => {
    const title = paint('bold', displayPath(path, screen.cwd));
    const problems = findings.length > 0 ? [formatFindings(findings, screen).trimEnd()] : [];
    return [title, ...problems, ...results.map(result => formatCase(result, screen, paint))].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${summary(runs)}\n`;
}

export function resultsAsJson(runs: readonly FileRun[], screen: Screen): string {
  const files = runs.map(({ path, findings, results }) => ({
    file: displayPath(path, screen.cwd),
    findings: shownFindings(findings, screen),
    cases: results.map(({ test, problems }) => ({
      name: test.fields.name,
      operation: test.fields.operation,
      line: test.place.line,
      passed: problems.length === 0,
      problems,
    })),
  }));
  return `${writeJson({ ...totalsOf(runs), files })}\n`;
}

function formatCase({ test, problems }: CaseResult, screen: Screen, paint: Paint): string {
  const name = `${test.fields.operation}: ${test.fields.name}`;
  if (problems.length === 0) return `  ${paint('green', 'ok')}    ${name}`;
  const place = formatPlace({ ...test.place, file: displayPath(test.place.file, screen.cwd) });
  return [
    `  ${paint('red', 'FAIL')}  ${name}  ${paint('dim', `(${place})`)}`,
    ...problems.flatMap(formatProblem),
  ].join('\n');
}

function formatProblem({ message, differences }: Problem): string[] {
  const width = Math.max(0, ...differences.map(({ path }) => path.length));
  const lines = differences.map(
    ({ path, expected, actual }) =>
      `            ${path.padEnd(width)}  expected ${shown(expected)}, got ${shown(actual)}`,
  );
  return [`          ${message}`, ...lines];
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : writeJson(value);
}

function summary(runs: readonly FileRun[]): string {
  const { passed, failed, findings } = totalsOf(runs);
  return `${passed} passed, ${failed} failed${findings > 0 ? `, ${counted(findings, 'error')} in the files` : ''}`;
}

function totalsOf(runs: readonly FileRun[]): { passed: number; failed: number; findings: number } {
  const results = runs.flatMap(run => run.results);
  const passed = results.filter(result => result.problems.length === 0).length;
  const { errors } = countOf(runs.flatMap(run => run.findings));
  return { passed, failed: results.length - passed, findings: errors };
}
