import type { Document } from '../document/document.js';
import { readShape } from '../document/shape.js';
import { isObject } from '../json/values.js';
import {
  answerFields,
  type CaseFields,
  callFields,
  caseFields,
  exchangeFields,
  replyFields,
  type TestFields,
  testFields,
} from './fields.js';
import { originOf, type WrittenCase } from './origin.js';
import { NamedParts, reportUnusedParts, resolvedExchange } from './shared.js';
import { writtenCases } from './written-case.js';

/** The fields of a test file with its cases as they are run. */
export interface ReadFields extends Omit<TestFields, 'cases'> {
  readonly cases: readonly (CaseFields & { readonly written: WrittenCase })[];
  /** All cases, also those that could not be read. */
  readonly written: readonly WrittenCase[];
}

/** Reads the fields of a test file. What is wrong with them goes to the document, whatever is fine is given back. */
export function readFields(document: Document): ReadFields | undefined {
  const parts = sharedParts(document);
  const whole = resolvedLogin(document, parts);
  const fields = readShape(document, testFields, whole.value, path => originOf(whole, path));
  if (!fields) return undefined;
  readShared(document, fields.shared, parts);
  const all = writtenCases(document, parts);
  const cases = all.flatMap(written => {
    const read = readShape(document, caseFields, written.value, path => originOf(written, path));
    return read ? { ...read, written } : [];
  });
  reportUnusedParts(document, parts);
  return { ...fields, cases, written: all };
}

/** The shared parts as they are written, whatever else is wrong with the file. */
export function sharedParts(document: Document): NamedParts {
  const { shared } = Object(document.value) as { shared?: unknown };
  const recordOf = (kind: string) => {
    const parts = isObject(shared) ? shared[kind] : undefined;
    return isObject(parts) ? parts : {};
  };
  return new NamedParts({
    calls: recordOf('calls'),
    replies: recordOf('replies'),
    exchanges: recordOf('exchanges'),
    answers: recordOf('answers'),
  });
}

function resolvedLogin(document: Document, parts: NamedParts): Pick<WrittenCase, 'value' | 'origins'> {
  const { value } = document;
  if (!isObject(value) || !isObject(value.login)) return { value, origins: [{ at: [], from: [] }] };
  const { value: login, origins } = resolvedExchange(document, value.login, ['login'], parts);
  const placed = origins.map(({ at, from }) => ({ at: ['login', ...at], from }));
  return { value: { ...value, login }, origins: [{ at: [], from: [] }, ...placed] };
}

/** Each shared part for itself, so that what is wrong with it is told even if no case uses it. */
function readShared(document: Document, shared: TestFields['shared'], parts: NamedParts): void {
  const schemas = { calls: callFields, replies: replyFields, answers: answerFields } as const;
  for (const kind of ['calls', 'replies', 'answers'] as const)
    for (const [name, value] of Object.entries(shared[kind]))
      readShape(document, schemas[kind], value, ['shared', kind, name]);
  for (const [name, value] of Object.entries(shared.exchanges)) {
    const written = resolvedExchange(document, value, ['shared', 'exchanges', name], parts);
    readShape(document, exchangeFields, written.value, path => originOf(written, path));
  }
}
