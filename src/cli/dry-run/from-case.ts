import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../../document/finding.js';
import { suggestion } from '../../document/shape.js';
import type { TestCase } from '../../testing/case.js';
import { readTestFile, type TestFile } from '../../testing/test-file.js';
import type { Io } from '../io.js';
import { printProblems } from '../report.js';
import { readable, UsageError } from '../usage.js';
import { printErrors } from './mapping.js';

/** A case whose request and exchanges a dry run takes. */
export interface FromCase extends Pick<TestFile, 'now' | 'login'> {
  readonly test: TestCase;
}

/**
 * Finds the case that `--from` names: `file.test.yaml`, and behind it `:name`, `#2` or `:40`, a line.
 *
 * @returns `undefined` when the file has errors, which are printed
 * @throws UsageError when it names no case, or several
 */
export async function readFromCase(
  given: string,
  options: { json?: boolean },
  io: Io,
): Promise<FromCase | undefined> {
  const { file, which } = taken(given, io);
  const { tests, findings } = await readable(file, readTestFile(resolve(io.cwd, file)));
  if (!tests || hasErrors(findings)) {
    printErrors(findings, options, io);
    return undefined;
  }
  printProblems(findings, io);
  return { test: caseOf(tests.cases, file, which), now: tests.now, login: tests.login };
}

/** What names a case may hold the signs that divide it from the file. */
function taken(given: string, io: Io): { file: string; which: string } {
  if (existsSync(resolve(io.cwd, given))) return { file: given, which: '' };
  const [, file = given, which = ''] = /^(.*?\.ya?ml)((?::|#).*)$/s.exec(given) ?? [];
  return { file, which };
}

function caseOf(cases: readonly TestCase[], file: string, which: string): TestCase {
  const [, number] = /^:?#(\d+)$/.exec(which) ?? [];
  const [, line] = /^:(\d+)(?::\d+)?$/.exec(which) ?? [];
  const name = which.slice(1);
  const found =
    which === ''
      ? cases
      : number !== undefined
        ? cases.slice(Number(number) - 1, Number(number))
        : line !== undefined
          ? cases.filter(({ place }) => place.line <= Number(line)).slice(-1)
          : named(cases, name);
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = cases.map(({ fields }) => fields.name);
  if (found.length > 1) {
    const which = found.map(({ fields }) => fields.name).join(', ');
    throw new UsageError(`--from: say which case of ${file}, as in ${file}:name or ${file}#1: ${which}`);
  }
  if (number !== undefined)
    throw new UsageError(`--from: ${file} has ${cases.length} cases, and no #${number}`);
  if (line !== undefined)
    throw new UsageError(`--from: no case of ${file} begins in line ${line} or above it`);
  const help = suggestion(name, names, `its cases: ${names.join(', ')}`);
  throw new UsageError(`--from: ${file} has no case "${name}"; ${help}`);
}

function named(cases: readonly TestCase[], name: string): readonly TestCase[] {
  const exact = cases.filter(({ fields }) => fields.name === name);
  return exact.length > 0 ? exact : cases.filter(({ fields }) => fields.name.includes(name));
}
