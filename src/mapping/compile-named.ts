import type { Path } from '../document/place.js';
import { isObject } from '../json/values.js';
import { Failure } from '../loyalty-api/failure.js';
import { checkTwice, compileTemplate, keyOf, literalKey } from './compile-template.js';
import type { Workshop } from './compiler.js';
import type { NamedTemplate } from './mapping.js';
import { NESTED_HINT, type Nesting } from './nested.js';
import type { Visible } from './references.js';
import { LiteralTemplate, type Spot, type Template } from './template.js';
import { formText, headerValue, queryText } from './wire-text.js';

/** How a kind of named templates differs from the other. */
interface Kind {
  /** Two names with the same key are the same one. */
  readonly keyOfName: (name: string) => string;
  /** Writes a value as it is sent; throws a Failure when it cannot be. */
  readonly write: (value: unknown, spot: Spot) => unknown;
}

/** Templates by name, `name?` where it may be left out. */
function compileNamed(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> = {},
  visible: Visible,
  { keyOfName, write }: Kind,
): NamedTemplate[] {
  const named = Object.entries(fields).flatMap(([key, value]): NamedTemplate[] => {
    const { name: written, mayVanish } = keyOf(key);
    const at = [...path, key];
    const spot: Spot = { document: workshop.document, path: at };
    const text = withoutLineEnd(value);
    const template = compileTemplate(workshop, at, text, { visible, mayVanish, isMember: true });
    const name = literalKey(workshop, at, written, mayVanish);
    return name === undefined ? [] : [{ name, spot, template }];
  });
  const keys = named.map(({ name, spot }) => [String(spot.path.at(-1)), keyOfName(name)] as const);
  checkTwice(workshop, path, keys);
  // One that is nothing, because its param is not set, is judged when a call is made.
  const tried: Kind['write'] = (value, spot) => (value === undefined ? undefined : write(value, spot));
  for (const { template, spot } of named) tryLiteral(workshop, template, spot, tried);
  return named;
}

/** A block after `|` or `>` ends in a line break, which nobody means to send. */
export function withoutLineEnd(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\n$/, '') : value;
}

/** What is the same in every call is tried now: what could not be sent then is a finding. */
export function tryLiteral(
  { document }: Workshop,
  template: Template,
  spot: Spot,
  write: (value: unknown, spot: Spot) => unknown,
): void {
  if (!(template instanceof LiteralTemplate)) return;
  try {
    write(template.value, spot);
  } catch (thrown) {
    document.error('cannot-be-sent', spot.path, Failure.from(thrown).message);
  }
}

/** Compiles query parameters. Findings go to the document. */
export function compileQuery(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
  nested: Nesting | undefined,
): NamedTemplate[] {
  return compileFields(workshop, path, fields, visible, queryText, nested);
}

/** Compiles the fields of a form. Findings go to the document. */
export function compileForm(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>>,
  visible: Visible,
  nested: Nesting | undefined,
): NamedTemplate[] {
  return compileFields(workshop, path, fields, visible, formText, nested);
}

function compileFields(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
  write: typeof queryText,
  nested: Nesting | undefined,
): NamedTemplate[] {
  const named = compileNamed(workshop, path, fields, visible, {
    keyOfName: name => name,
    write: (value, spot) => write('name', value, spot, nested),
  });
  for (const { template, spot } of named) {
    // Literal ones have been tried.
    if (nested !== undefined || template instanceof LiteralTemplate) continue;
    if (isStructure(fields?.[String(spot.path.at(-1))]))
      workshop.document.error('cannot-be-sent', spot.path, 'this is a structure', NESTED_HINT);
  }
  return named;
}

/** A list of scalars is the name repeated. */
function isStructure(written: unknown): boolean {
  return Array.isArray(written) ? written.some(item => item instanceof Object) : isObject(written);
}

/** A token of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Written by the HTTP client, which knows what it sends. */
const OWN_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Compiles headers, whose names have rules of their own. Findings go to the document. */
export function compileHeaders(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  const kind: Kind = { keyOfName: name => name.toLowerCase(), write: headerValue };
  const headers = compileNamed(workshop, path, fields, visible, kind);
  for (const { name, spot } of headers) {
    const problem = problemOfHeader(name);
    if (problem) workshop.document.errorAtKey('header-name', spot.path, problem);
  }
  return headers;
}

/** Why a name can be none of a header that a mapping writes; `undefined` when it can. */
export function problemOfHeader(name: string): string | undefined {
  if (!HEADER_NAME.test(name)) return `"${name}" is no name for a header`;
  return OWN_HEADERS.has(name.toLowerCase()) ? `the header ${name} is written by the HTTP client` : undefined;
}
