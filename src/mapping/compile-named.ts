import type { Path } from '../document/place.js';
import { Failure } from '../loyalty-api/failure.js';
import { checkTwice, compileTemplate, keyOf, literalKey } from './compile-template.js';
import type { Workshop } from './compiler.js';
import type { NamedTemplate } from './mapping.js';
import type { Visible } from './references.js';
import { LiteralTemplate, type Spot } from './template.js';
import { headerValue, queryValues } from './wire-text.js';

/** A template by name, `name?` where it may be left out. */
function compileNamed(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  return Object.entries(fields ?? {}).map(([key, value]): NamedTemplate => {
    const { name, mayVanish } = keyOf(key);
    const at = [...path, key];
    return {
      name: literalKey(workshop, at, name),
      spot: { document: workshop.document, path: at },
      template: compileTemplate(workshop, at, withoutLineEnd(value), { visible, mayVanish, isMember: true }),
    };
  });
}

/** A block after `|` or `>` ends in a line break, which nobody means to send. */
export function withoutLineEnd(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\n$/, '') : value;
}

/** What is the same in every call is tried now: what could not be sent then is a finding. */
function tryLiterals(
  { document }: Workshop,
  named: readonly NamedTemplate[],
  write: (value: unknown, spot: Spot) => unknown,
): void {
  for (const { template, spot } of named) {
    if (!(template instanceof LiteralTemplate) || template.value === undefined) continue;
    try {
      write(template.value, spot);
    } catch (thrown) {
      document.error('cannot-be-sent', spot.path, Failure.from(thrown).message);
    }
  }
}

/** The same for query parameters. */
export function compileQuery(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  const query = compileNamed(workshop, path, fields, visible);
  checkTwice(
    workshop,
    path,
    Object.keys(fields ?? {}),
    query.map(({ name }) => name),
  );
  tryLiterals(workshop, query, queryValues);
  return query;
}

/** A token of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Written by the HTTP client, which knows what it sends. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** The same for headers, whose names have rules of their own. */
export function compileHeaders(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  const headers = compileNamed(workshop, path, fields, visible);
  checkTwice(
    workshop,
    path,
    Object.keys(fields ?? {}),
    headers.map(({ name }) => name.toLowerCase()),
  );
  for (const { name, spot } of headers) {
    const problem = problemOfHeader(name);
    if (problem) workshop.document.errorAtKey('header', spot.path, problem);
  }
  tryLiterals(workshop, headers, headerValue);
  return headers;
}

function problemOfHeader(name: string): string | undefined {
  if (!HEADER_NAME.test(name)) return `"${name}" is no name for a header`;
  return OWN_HEADERS.has(name.toLowerCase()) ? `the header ${name} is written by the HTTP client` : undefined;
}
