import { relative } from 'node:path';
import { createRedactor } from '../config/redact.js';
import { Coverage, type MappingCoverage, percentOf } from '../testing/coverage.js';
import { never } from '../testing/never.js';
import type { CaseResult as Result } from '../testing/run-case.js';
import { readTestFile, runTestFile } from '../testing/test-file.js';
import { TestedMappings } from '../testing/tested-mappings.js';
import type { CaseResult, CoverageAnswer, CoveredLine, TestAnswer, TestRequest } from './api.js';
import { problemLine, testFilesOf } from './cases.js';
import type { Desk } from './desk.js';
import { toldFindings } from './findings.js';
import { valueText } from './json-text.js';
import { EVALUATION, lookAt } from './looked-at.js';
import { Refusal } from './refusal.js';

/** Milliseconds for all cases. */
const LONGEST = 60_000;

/**
 * Runs all cases of the mapping's test files on a text, as `loyalty-gw test --coverage` does.
 *
 * @throws Refusal `gone`, or `cannot` when they take too long
 */
export async function testText(desk: Desk, { text }: TestRequest): Promise<TestAnswer> {
  await desk.mustBeThere();
  const { document, mapping, findings } = await lookAt(desk, text);
  const nothing = {
    findings: toldFindings(document, findings),
    problems: [],
    passed: 0,
    failed: 0,
    cases: [],
  };
  if (!mapping) return nothing;
  const files = await testFilesOf(desk);
  const coverage = new Coverage();
  const unsaved = new Map(files.map(({ named }) => [named, text]));
  const known = new TestedMappings(coverage.watch, unsaved, EVALUATION);
  const cases: CaseResult[] = [];
  const problems: string[] = [];
  const end = Date.now() + LONGEST;
  for (const { path, named } of files) {
    const read = await readTestFile(path, known);
    problems.push(
      ...read.findings.filter(({ level }) => level === 'error').map(each => problemLine(desk, each)),
    );
    if (!read.tests) continue;
    await coverage.add(named, text);
    const done = (result: Result) => {
      if (Date.now() > end) throw new Refusal('cannot', `the cases were given up after ${LONGEST / 1_000} s`);
      cases.push(toldResult(result, relative(desk.folder, path)));
    };
    await runTestFile(read.tests, { event: (event, test) => coverage.event(event, test), done });
  }
  const passed = cases.filter(each => each.passed).length;
  const [covered] = coverage.mappings();
  return {
    ...nothing,
    problems,
    passed,
    failed: cases.length - passed,
    cases,
    ...(covered && { coverage: toldCoverage(covered) }),
  };
}

function toldResult({ test, problems }: Result, file: string): CaseResult {
  const redact = createRedactor(test.mapping.secrets);
  const shown = (value: unknown) => (value === undefined ? undefined : redact(valueText(value)));
  return {
    file,
    line: test.place.line,
    name: test.fields.name,
    operation: test.fields.operation,
    passed: problems.length === 0,
    problems: problems.map(({ message, differences }) => ({
      message: redact(message),
      differences: differences.map(({ path, expected, actual }) => ({
        path,
        expected: shown(expected),
        actual: shown(actual),
      })),
    })),
  };
}

function toldCoverage({ all, reached, missed }: MappingCoverage): CoverageAnswer {
  const lines = new Map<number, { reached: number; missed: string[] }>();
  const at = (line: number) => {
    const known = lines.get(line) ?? { reached: 0, missed: [] };
    lines.set(line, known);
    return known;
  };
  for (const { place } of reached) at(place.line).reached++;
  for (const point of missed) at(point.place.line).missed.push(`${point.name} ${never(point)}`);
  const told = [...lines].map(
    ([line, counts]): CoveredLine => ({
      line,
      state: counts.missed.length === 0 ? 'reached' : counts.reached === 0 ? 'missed' : 'partly',
      missed: counts.missed,
    }),
  );
  return { ...all, percent: percentOf(all), lines: told.sort((a, b) => a.line - b.line) };
}
