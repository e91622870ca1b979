import { readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Document } from '../document/document.js';
import { fileText } from '../document/file-text.js';
import { type Finding, hasErrors } from '../document/finding.js';
import { makeFile, replaceFile } from '../document/replace-file.js';
import { runCase } from '../testing/run-case.js';
import { readTests } from '../testing/test-file.js';
import { TestedMappings } from '../testing/tested-mappings.js';
import type { SaveCaseAnswer, SaveCaseRequest } from './api.js';
import { caseOf } from './case-of.js';
import { readCases, type TestFilePath, testFilesOf } from './cases.js';
import { secretParams } from './deployment.js';
import type { Desk } from './desk.js';
import { Hover } from './hover.js';
import { EVALUATION, lookAt } from './looked-at.js';
import { Refusal } from './refusal.js';
import { replayed } from './run.js';
import { beginning, usualParams, withCase } from './test-file-text.js';

/** A test file that a case is added to. */
interface Target extends TestFilePath {
  /** What stands in it; absent: it is made. */
  readonly before?: Uint8Array;
}

/**
 * Runs what stands on the page, and writes it as a case. It is run once more as a case before it is written: what is
 * saved passes.
 *
 * @throws Refusal `readOnly`, `gone`, `exists`, `changed`, `cannot`
 */
export async function saveCase(desk: Desk, asked: SaveCaseRequest): Promise<SaveCaseAnswer> {
  desk.mayWrite();
  return desk.alone(() => addCase(desk, asked));
}

async function addCase(desk: Desk, asked: SaveCaseRequest): Promise<SaveCaseAnswer> {
  await desk.mustBeThere();
  const target = await targetOf(desk, asked.file);
  await desk.mustBeInside(target.path);
  const before = target.before ?? beginning(basename(desk.file), usualParams(asked.text));
  const document = new Document(target.path, before);
  if (document.value === undefined) throw broken(target.path, document.findings);
  const after = await withNewCase(desk, asked, document);
  const line = await tried(asked, target, after);
  await write(target, after);
  const { cases } = await readCases(desk);
  return { file: relative(desk.folder, target.path), line, cases };
}

async function targetOf(desk: Desk, named: string | undefined): Promise<Target> {
  const usual = basename(desk.file).replace(/\.ya?ml$/, '.test.yaml');
  const path = join(desk.folder, named ?? usual);
  const known = (await testFilesOf(desk)).find(each => each.path === path);
  if (known) return { ...known, before: await readFile(path) };
  if (named !== undefined) throw new Refusal('cannot', `${named} is no test file of this mapping`);
  const isTaken = await readFile(path, 'utf8').catch(() => undefined);
  if (isTaken !== undefined) throw new Refusal('cannot', `${usual} is there, and names another mapping`);
  return { path, named: desk.file };
}

async function withNewCase(desk: Desk, asked: SaveCaseRequest, document: Document): Promise<string> {
  const {
    params = {},
    clock,
    login,
  } = Object(document.value) as {
    params?: Record<string, unknown>;
    clock?: string;
    login?: unknown;
  };
  const shared = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const secret = secretParams(new Document(desk.file, asked.text).value);
  const own = Object.fromEntries(
    Object.entries(asked.params ?? {}).filter(([name, value]) => !secret.has(name) && shared[name] !== value),
  );
  const hover = new Hover();
  const looked = await lookAt(desk, asked.text, { params: { ...shared, ...own }, watch: hover.watch });
  const { mapping } = looked;
  if (!mapping) throw new Refusal('cannot', 'the mapping has errors: a case cannot be run');
  const ran = await replayed({ ...looked, mapping }, { ...asked, clock: clock ?? USUAL_CLOCK }, hover);
  const written = caseOf(ran, {
    name: asked.name,
    params: own,
    cards: asked.cards,
    hasLogin: login !== undefined,
  });
  return withCase(document, written, asked.replace === true);
}

/** That of a test file which names none. */
const USUAL_CLOCK = '2026-03-15T12:00:00Z';

/** @returns the line of the case */
async function tried(asked: SaveCaseRequest, { path, named }: Target, text: string): Promise<number> {
  const known = new TestedMappings(undefined, new Map([[named, asked.text]]), EVALUATION);
  const { tests, findings } = await readTests(new Document(path, text), known);
  if (!tests || hasErrors(findings)) throw broken(path, findings);
  const test = tests.cases.find(({ fields }) => fields.name === asked.name);
  if (!test) throw broken(path);
  const { problems } = await runCase(test, tests.now, tests.login);
  const [problem] = problems;
  if (problem) throw new Refusal('cannot', `as a case it would not pass: ${problem.message}`);
  return test.place.line;
}

/** Not where somebody else has written the file meanwhile. */
async function write({ path, before }: Target, after: string): Promise<void> {
  const isWritten =
    before === undefined
      ? await makeFile(path, after)
      : await replaceFile(path, fileText(before).text, after);
  if (isWritten) return;
  throw new Refusal('changed', `${basename(path)} has changed on the disk meanwhile`, 'save the case again');
}

function broken(path: string, findings: readonly Finding[] = []): Refusal {
  const error = findings.find(({ level }) => level === 'error');
  const why = error === undefined ? '' : `: ${error.message}`;
  return new Refusal(
    'cannot',
    `${basename(path)} has errors${why}`,
    'loyalty-gw check tells what is wrong in it',
  );
}
