import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Document } from '../document/document.js';
import { filesBelow } from '../document/files-below.js';
import type { Finding } from '../document/finding.js';
import { formatPlace } from '../document/place.js';
import type { EngineEvent } from '../engine/events.js';
import { isObject } from '../json/values.js';
import { writeJson } from '../json/write.js';
import { shownBody } from '../story/pretty.js';
import type { TestCase } from '../testing/case.js';
import { replyFields } from '../testing/fields.js';
import { recordedReply } from '../testing/recorded.js';
import { minified } from '../testing/recording/sketches.js';
import { readTestFile, runTestFile, type TestFile } from '../testing/test-file.js';
import { TestedMappings } from '../testing/tested-mappings.js';
import type { CasesAnswer, NamedCase, NamedReply } from './api.js';
import type { Replies, ReplyInput, RequestInput } from './api-run.js';
import type { Desk } from './desk.js';
import { bodyText } from './json-text.js';

/** How many folders down test files are looked for: recordings lie in one of their own. */
const DEPTH = 2;

const before = new WeakMap<Desk, { readonly key: string; readonly cases: Promise<CasesAnswer> }>();

/** The cases and the named replies of all test files that are for the mapping; read anew when one of them has changed. */
export async function readCases(desk: Desk): Promise<CasesAnswer> {
  const files = await testFilesOf(desk);
  const { text } = await desk.known();
  const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8')));
  const key = JSON.stringify([files, text, ...texts]);
  const known = before.get(desk);
  if (known?.key === key) return known.cases;
  const cases = read(desk, files);
  before.set(desk, { key, cases });
  return cases;
}

async function read(desk: Desk, files: readonly TestFilePath[]): Promise<CasesAnswer> {
  const known = new TestedMappings();
  const cases: NamedCase[] = [];
  const fixtures: NamedReply[] = [];
  const testProblems: string[] = [];
  for (const { path } of files) {
    const file = relative(desk.folder, path);
    const { tests, findings } = await readTestFile(path, known);
    const errors = findings.filter(({ level }) => level === 'error');
    testProblems.push(...errors.map(each => problemLine(desk, each)));
    if (!tests || errors.length > 0) continue;
    cases.push(...(await namedCases(tests, file)));
    fixtures.push(...namedReplies(tests.document, file));
  }
  return { cases, fixtures, testProblems };
}

export function problemLine({ folder }: Desk, finding: Finding): string {
  return `${formatPlace({ ...finding, file: relative(folder, finding.file) })} ${finding.message}`;
}

/** A test file of the mapping. Both paths are absolute. */
export interface TestFilePath {
  readonly path: string;
  /** The mapping by the name that it has there: a link may lead to it. */
  readonly named: string;
}

/** The test files near the mapping that name it. */
export async function testFilesOf({ file, folder }: Desk): Promise<TestFilePath[]> {
  const found: TestFilePath[] = [];
  for (const path of await filesBelow(folder, /\.test\.ya?ml$/, DEPTH)) {
    // A link may lead nowhere.
    const text = await readFile(path, 'utf8').catch(() => '');
    const [, named = ''] = /^mapping: *["']?([^"'#\n]+)/m.exec(text) ?? [];
    const target = resolve(dirname(path), named.trim());
    if ((await realpath(target).catch(() => undefined)) === file) found.push({ path, named: target });
  }
  return found;
}

/** Runs the cases, for which reply is for which step shows only then. */
async function namedCases(tests: TestFile, file: string): Promise<NamedCase[]> {
  const replies = new Map<TestCase, Heard>();
  const event = (happened: EngineEvent, test: TestCase) => {
    const heard = replies.get(test) ?? new Heard();
    replies.set(test, heard);
    heard.observe(happened);
  };
  const results = await runTestFile(tests, { event });
  return results.map(({ test, problems }) => ({
    file,
    line: test.place.line,
    name: test.fields.name,
    operation: test.fields.operation,
    request: requestOf(test),
    params: shownParams(test),
    ...(test.fields.cards && { cards: test.fields.cards }),
    clock: new Date(tests.now).toISOString(),
    replies: replies.get(test)?.replies() ?? {},
    passed: problems.length === 0,
  }));
}

/** What is secret should be invented in a test file, but nobody knows. */
function shownParams({ params, mapping }: TestCase): Record<string, string> {
  const secrets = new Set(mapping.secrets);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, secrets.has(value) ? `<${name}>` : value]),
  );
}

function requestOf({ fields: { request } }: TestCase): RequestInput {
  const { params, query, headers, body, text } = request;
  const written = text ?? (body === undefined ? undefined : bodyText(shownBody(writeJson(body))));
  return { params, query, headers, ...(written !== undefined && { body: written }) };
}

/** The replies of one run by step. */
class Heard {
  private readonly bySteps = new Map<string, ReplyInput[]>();

  observe(event: EngineEvent): void {
    if (event.type === 'reply') {
      const { status, headers, body } = event.reply;
      this.add(event.step, { status, headers, body: prettyIfSame(new TextDecoder().decode(body)) });
    } else if (event.type === 'fault') {
      const { kind } = event.fault;
      if (kind === 'timeout' || kind === 'reset' || kind === 'refused') this.add(event.step, { fault: kind });
    }
  }

  /** The last one stands for all that follow: what a call got that was made again. */
  replies(): Replies {
    const isLast = (reply: ReplyInput, index: number, all: readonly ReplyInput[]) =>
      index > 0 && all.slice(index - 1).every(other => JSON.stringify(other) === JSON.stringify(reply));
    return Object.fromEntries(
      [...this.bySteps].map(([step, all]) => [
        step,
        all.filter((reply, index) => !isLast(reply, index, all)),
      ]),
    );
  }

  private add(step: string, reply: ReplyInput): void {
    this.bySteps.set(step, [...(this.bySteps.get(step) ?? []), reply]);
  }
}

/** `1.50` stays what it is: some fields are read as text. */
function prettyIfSame(text: string): string {
  const pretty = bodyText(shownBody(text));
  const isJsonText = pretty !== text && text !== '';
  return isJsonText && minified(pretty) === minified(text) ? pretty : text;
}

function namedReplies(document: Document, file: string): NamedReply[] {
  const { shared } = Object(document.value) as { shared?: unknown };
  const replies = isObject(shared) && isObject(shared.replies) ? shared.replies : {};
  return Object.entries(replies).flatMap(([name, written]) => {
    const sketch = replyFields.safeParse(written).data;
    if (!sketch) return [];
    const { status, headers, body } = recordedReply(sketch);
    return [{ file, name, reply: { status, headers, body: prettyIfSame(new TextDecoder().decode(body)) } }];
  });
}
