import { dirname, resolve } from 'node:path';
import { Document } from '../document/document.js';
import { isOtherKind } from '../document/file-kind.js';
import { type Finding, hasErrors, sortFindings } from '../document/finding.js';
import type { EngineEvent } from '../engine/events.js';
import { isOperationId, type Operation, operations } from '../loyalty-api/operations.js';
import { reportUnknownOperation } from '../mapping/known-operations.js';
import type { Mapping } from '../mapping/mapping.js';
import { reportUndeclared } from '../mapping/params.js';
import type { TestCase } from './case.js';
import type { LoginReply } from './fields.js';
import { originOf, type WrittenCase } from './origin.js';
import { readFields } from './read-fields.js';
import { type CaseResult, runCase } from './run-case.js';
import { TestedMappings } from './tested-mappings.js';

/** A test file, read and ready to run. */
export interface TestFile {
  readonly document: Document;
  readonly mapping: Mapping;
  readonly cases: readonly TestCase[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the CRM replies to logins that the cases do not mention. */
  readonly login: LoginReply | undefined;
}

/** A test file, unless there are errors among the findings: its own, and those of its mapping. */
export interface ReadTestFile {
  readonly tests?: TestFile;
  readonly findings: Finding[];
}

/**
 * Reads a test file and the mapping that it is for. Errors of the file system pass through when they are of the test
 * file itself.
 *
 * @param file its absolute path
 * @param known where the mappings of other test files are known
 */
export async function readTestFile(file: string, known = new TestedMappings()): Promise<ReadTestFile> {
  return readTests(await Document.read(file), known);
}

/** The same for one that is read, or not yet written. */
export async function readTests(document: Document, known: TestedMappings): Promise<ReadTestFile> {
  if (isOtherKind(document, 'test file')) return { findings: document.findings };
  document.reportChangedNumbers();
  const fields = document.value === undefined ? undefined : readFields(document);
  if (!fields) return { findings: document.findings };

  const ofCases = fields.cases.map(({ params }) => ({ ...fields.params, ...params }));
  const named = resolve(dirname(document.file), fields.mapping);
  const tested = await known.named(document, named, fields.params, ofCases);
  if (!tested) return { findings: document.findings };
  const { document: mappingDocument, mapping, ofCases: mappings } = tested;
  reportUndeclared(document, ['params'], Object.keys(fields.params), mappingDocument);
  for (const { written, params } of fields.cases) {
    const at = originOf(written, ['params']);
    reportUndeclared(document, at, Object.keys(params), mappingDocument);
  }
  reportOperations(document, fields.written, mappingDocument);
  const logsIn = mappings.some(each => each?.crm.auth.kind === 'session');
  if (fields.login && mapping && !logsIn)
    document.errorAtKey('useless-key', ['login'], 'the mapping does not log in: no login is ever replied to');
  // The secrets of a test are invented, and may well be short.
  const inMapping = mappingDocument.findings.filter(({ code }) => code !== 'short-secret');
  const findings = sortFindings([...document.findings, ...inMapping]);
  if (!mapping || hasErrors(findings)) return { findings };
  const cases = fields.cases.flatMap(({ written, ...testCase }, index) => {
    const withParams = mappings[index] ?? mapping;
    const operation = operationOf(withParams, testCase.operation);
    const params = { ...fields.params, ...testCase.params };
    const place = document.placeOf(written.path);
    return operation ? { fields: testCase, params, mapping: withParams, operation, place, written } : [];
  });
  return {
    findings,
    tests: { document, mapping, cases, now: Date.parse(fields.clock), login: fields.login },
  };
}

/** Who looks on while cases run. */
export interface RunListener {
  /** What the engine does. Cases run one after the other. */
  event?(event: EngineEvent, test: TestCase): void;
  done?(result: CaseResult): void;
}

/** Runs all cases of a file, in its order: nothing in them ever waits, so that no two would gain by running together. */
export async function runTestFile(
  { cases, now, login }: TestFile,
  listener: RunListener = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const test of cases) {
    const result = await runCase(test, now, login, event => listener.event?.(event, test));
    listener.done?.(result);
    results.push(result);
  }
  return results;
}

function operationOf(mapping: Mapping, id: string): Operation | undefined {
  return mapping.operations.get(id)?.operation ?? (isOperationId(id) ? operations[id] : undefined);
}

/** A case of an operation that the mapping leaves out is fine: Koshelek may call it nevertheless. */
function reportOperations(document: Document, cases: readonly WrittenCase[], mapping: Document): void {
  for (const written of cases) {
    const { operation } = Object(written.value) as { operation?: unknown };
    if (typeof operation === 'string')
      reportUnknownOperation(document, originOf(written, ['operation']), operation, mapping);
  }
}
