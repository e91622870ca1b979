import { formatPlace } from '../../document/place.js';
import type { CaseResult } from '../../testing/run-case.js';
import { counted, countOf, formatFindings } from '../report.js';
import { type Paint, painter } from '../style.js';
import { displayPath } from '../usage.js';
import { nameOf } from './filter.js';
import { problemLines } from './problem.js';
import type { FileRun } from './run.js';

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
  const told = runs.filter(({ findings, results }) => findings.length + results.length > 0);
  const blocks = told.map(({ path, findings, results }) => {
    const title = paint('bold', displayPath(path, screen.cwd));
    const problems = findings.length > 0 ? [formatFindings(findings, screen).trimEnd()] : [];
    return [title, ...problems, ...results.map(result => formatCase(result, screen, paint))].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${summary(runs)}\n`;
}

function formatCase({ test, problems }: CaseResult, screen: Screen, paint: Paint): string {
  const name = nameOf(test);
  if (problems.length === 0) return `  ${paint('green', 'ok')}    ${name}`;
  const place = formatPlace({ ...test.place, file: displayPath(test.place.file, screen.cwd) });
  return [
    `  ${paint('red', 'FAIL')}  ${name}  ${paint('dim', `(${place})`)}`,
    ...problems.flatMap(problem => problemLines(problem, screen).map(line => `          ${line}`)),
  ].join('\n');
}

function summary(runs: readonly FileRun[]): string {
  const { passed, failed, findings, leftOut } = totalsOf(runs);
  const parts = [
    `${passed} passed, ${failed} failed`,
    ...(findings > 0 ? [`${counted(findings, 'error')} in the files`] : []),
    ...(leftOut > 0 ? [`${leftOut} left out by --filter`] : []),
  ];
  return parts.join(', ');
}

export function totalsOf(runs: readonly FileRun[]) {
  const results = runs.flatMap(run => run.results);
  const passed = results.filter(result => result.problems.length === 0).length;
  const { errors } = countOf(runs.flatMap(run => run.findings));
  const leftOut = runs.reduce((sum, run) => sum + run.leftOut.length, 0);
  return { passed, failed: results.length - passed, findings: errors, leftOut };
}
