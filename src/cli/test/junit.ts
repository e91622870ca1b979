import { formatPlace } from '../../document/place.js';
import type { Io } from '../io.js';
import { type JunitCase, junitXml } from '../junit.js';
import { formatFindings, shownFindings } from '../report.js';
import { displayPath } from '../usage.js';
import { nameOf } from './filter.js';
import { problemLines } from './problem.js';
import type { FileRun, TimedResult } from './run.js';

type Screen = Pick<Io, 'cwd'>;

/** The results as JUnit XML: a suite for each test file. What is wrong with a file is an error of a case of its own. */
export function resultsAsJunit(runs: readonly FileRun[], screen: Screen): string {
  const suites = runs.map(run => {
    const name = displayPath(run.path, screen.cwd);
    const cases = run.results.map(result => caseOf(name, result, screen));
    return { name, cases: [...fileCase(name, run, screen), ...cases] };
  });
  return junitXml('loyalty-gw test', suites);
}

function fileCase(file: string, { findings }: FileRun, { cwd }: Screen): JunitCase[] {
  const errors = shownFindings(findings, { cwd }).filter(({ level }) => level === 'error');
  if (errors.length === 0) return [];
  const error = {
    type: [...new Set(errors.map(({ code }) => code))].join(', '),
    message: errors.map(finding => `${formatPlace(finding)} ${finding.message}`).join('; '),
    text: formatFindings(errors, { color: false, cwd }),
  };
  return [{ group: file, name: 'the file', milliseconds: 0, error }];
}

function caseOf(file: string, { test, problems, milliseconds }: TimedResult, { cwd }: Screen): JunitCase {
  const usual = { group: file, name: nameOf(test), milliseconds };
  if (problems.length === 0) return usual;
  const place = formatPlace({ ...test.place, file: displayPath(test.place.file, cwd) });
  const text = [place, ...problems.flatMap(problem => problemLines(problem, { color: false }))].join('\n');
  const message = problems.map(({ message }) => message).join('; ');
  return { ...usual, failure: { type: 'failed', message, text } };
}
