import type { Path } from '../document/place.js';
import { compileTemplate, keyOf, literalKey } from './compile-template.js';
import type { Workshop } from './compiler.js';
import type { NamedTemplate } from './mapping.js';
import type { Visible } from './references.js';
import { LiteralTemplate } from './template.js';

/** A template by name, `name?` where it may be left out. */
function compileNamed(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  return Object.entries(fields ?? {}).map(([key, value]): NamedTemplate => {
    const { name, mayVanish } = keyOf(key);
    return {
      name: literalKey(workshop, [...path, key], name),
      spot: { document: workshop.document, path: [...path, key] },
      template: compileTemplate(workshop, [...path, key], value, { visible, mayVanish, isMember: true }),
    };
  });
}

/** The same for query parameters. An empty one is no filter in many systems, so it is not sent by mistake. */
export function compileQuery(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, unknown>> | undefined,
  visible: Visible,
): NamedTemplate[] {
  const query = compileNamed(workshop, path, fields, visible);
  for (const { name, template, spot } of query) {
    if (!(template instanceof LiteralTemplate) || (template.value !== '' && template.value !== null))
      continue;
    const message = `the parameter ${name} is empty: many systems read that as no filter at all`;
    workshop.document.report('error', 'empty-parameter', workshop.document.placeOf(spot.path), message);
  }
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
  for (const { name, spot } of headers) {
    const place = () => workshop.document.placeOfKey(spot.path);
    if (!HEADER_NAME.test(name)) {
      workshop.document.report('error', 'header', place(), `"${name}" is no name for a header`);
    } else if (OWN_HEADERS.has(name.toLowerCase())) {
      workshop.document.report(
        'error',
        'header',
        place(),
        `the header ${name} is written by the HTTP client`,
      );
    }
  }
  return headers;
}
