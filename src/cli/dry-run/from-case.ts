import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../../document/finding.js';
import { suggestion } from '../../document/nearest.js';
import type { FromCase } from '../../story/case-replay.js';
import type { TestCase } from '../../testing/case.js';
import { readTestFile } from '../../testing/test-file.js';
import type { Io } from '../io.js';
import { printProblems } from '../report.js';
import { readable, UsageError } from '../usage.js';
import { printErrors } from './mapping.js';

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

/** @param which what stands behind the name of the file, with the sign before it */
function caseOf(cases: readonly TestCase[], file: string, which: string): TestCase {
  const { found, unless } = lookedUp(cases, file, which);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (!only) throw new UsageError(`--from: ${unless}`);
  const names = found.map(({ fields }) => fields.name).join(', ');
  throw new UsageError(`--from: say which case of ${file}, as in ${file}:name or ${file}#1: ${names}`);
}

/** The cases that are meant, and what to say when there is none. */
function lookedUp(
  cases: readonly TestCase[],
  file: string,
  which: string,
): { found: readonly TestCase[]; unless: string } {
  if (which === '') return { found: cases, unless: `${file} has no case` };
  const [, number] = /^:?#(\d+)$/.exec(which) ?? [];
  if (number !== undefined) {
    const found = cases.slice(Math.max(0, Number(number) - 1), Number(number));
    return { found, unless: `${file} has ${cases.length} cases, and no #${number}` };
  }
  const [, line] = /^:(\d+)(?::\d+)?$/.exec(which) ?? [];
  if (line !== undefined) {
    const found = cases.filter(({ place }) => place.line <= Number(line)).slice(-1);
    return { found, unless: `no case of ${file} begins in line ${line} or above it` };
  }
  const name = which.slice(1);
  const names = cases.map(({ fields }) => fields.name);
  const help = suggestion(name, names, `its cases: ${names.join(', ')}`);
  return { found: named(cases, name), unless: `${file} has no case "${name}"; ${help}` };
}

function named(cases: readonly TestCase[], name: string): readonly TestCase[] {
  const exact = cases.filter(({ fields }) => fields.name === name);
  return exact.length > 0 ? exact : cases.filter(({ fields }) => fields.name.includes(name));
}
