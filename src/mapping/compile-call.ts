import { hasErrors } from '../document/finding.js';
import type { Path } from '../document/place.js';
import { compileAround } from './compile-around.js';
import { compileBody } from './compile-body.js';
import { compileJudging } from './compile-judging.js';
import { compileHeaders, compileQuery, withoutLineEnd } from './compile-named.js';
import { compilePages } from './compile-pages.js';
import { compileTemplate } from './compile-template.js';
import type { Workshop } from './compiler.js';
import { type CallFields, type JudgingFields, methodOf } from './fields.js';
import type { Call, Judging } from './mapping.js';
import { splitMarkers } from './markers.js';
import { reportOpenSecrets } from './open-secrets.js';
import { encodePathValue } from './path-value.js';
import { readsOfSent } from './plan.js';
import type { Visible } from './references.js';
import { isCredentialHeader } from './secret-name.js';
import { LiteralTemplate, type Template } from './template.js';
import { withMembers, withNames } from './visible.js';

/**
 * Compiles a call: of a step, under `calls:`, or of a login. Findings go to the document.
 *
 * @param visible what its expressions see, before `$item`, `$page`, `$session` and `$reply` come to it
 */
export function compileCall(
  workshop: Workshop,
  path: Path,
  fields: CallFields,
  visible: Visible,
  defaults: Judging,
): Call {
  const withItem = fields.forEach === undefined ? visible : withNames(visible, 'item');
  const inside = fields.pages === undefined ? withItem : withNames(withItem, 'page');
  const inCall = withSession(inside, workshop.session);
  const method = methodOf(fields) ?? 'get';
  checkReading(workshop, path, fields, defaults);
  reportOpenSecrets(workshop, [...path, 'headers'], fields.headers, isCredentialHeader);
  const nested = fields.nested ?? workshop.nested;
  const isWrite = fields.safe === undefined ? method !== 'get' : !fields.safe;
  // What the CRM section says of missing replies is meant for reads. A write that found nothing to change did not
  // do what Koshelek asked for, and only the call itself can say that this is as it should be.
  const isTold = !isWrite || fields.ifMissing !== undefined;
  const call: Call = {
    kind: 'call',
    method: method.toUpperCase() as Call['method'],
    isWrite,
    isIdempotent: fields.idempotent === true,
    path: compilePath(workshop, [...path, method], fields[method], inCall),
    query: compileQuery(workshop, [...path, 'query'], fields.query, inCall, nested),
    headers: compileHeaders(workshop, [...path, 'headers'], fields.headers, inCall),
    body: compileBody(workshop, path, fields, inCall, nested),
    nested,
    given: undefined,
    pages: fields.pages && compilePages(workshop, [...path, 'pages'], fields.pages, inside),
    ...compileAround(workshop, path, fields, visible, { isWrite, isPaged: fields.pages !== undefined }),
    judging: compileJudging(
      workshop,
      path,
      fields,
      inside,
      isTold ? defaults : { ...defaults, missing: undefined },
    ),
  };
  checkPage(workshop, path, call);
  return call;
}

/** Without `$page` in what is sent every call would ask for the same page. */
function checkPage({ document }: Workshop, path: Path, call: Call): void {
  if (call.pages?.next.kind !== 'page' || readsOfSent(call).has('page')) return;
  // A part with a finding reads nothing that could be seen.
  if (hasErrors(document.findings)) return;
  const message = 'nothing of what is sent reads $page, so that every call asks for the same page';
  document.errorAtKey(
    'not-sent',
    [...path, 'pages'],
    message,
    'write it where the CRM wants it: {% $page %}',
  );
}

/** A call is written when somebody is logged in; what comes before and after it may stand where nobody is. */
export function withSession(visible: Visible, session: Workshop['session']): Visible {
  return session ? withMembers(visible, 'session', session) : visible;
}

/** What only JSON has, asked for of a reply that is none. */
export function checkReading(
  { document }: Workshop,
  path: Path,
  fields: JudgingFields,
  defaults: Judging,
): void {
  const format = fields.reply ?? defaults.format;
  for (const key of ['asText', 'keepNulls'] as const) {
    if (format === 'json' || fields[key] === undefined) continue;
    document.errorAtKey(
      'useless-key',
      [...path, key],
      `${key} is for replies in JSON, and this one is ${format}`,
    );
  }
}

/** The path of a call. Findings go to the document. */
export function compilePath(workshop: Workshop, path: Path, written: unknown, visible: Visible): Template {
  const report = (message: string) => workshop.document.error('path', path, message);
  const text = withoutLineEnd(written);
  if (typeof text !== 'string') {
    report('the path of a call is a text that begins with /');
    return new LiteralTemplate('/');
  }
  if (!text.startsWith('/')) report('the path of a call begins with /; the host stands in crm.baseUrl');
  const literal = splitMarkers(text, workshop.params, [])
    .map(part => (part.kind === 'literal' ? part.text : ''))
    .join('');
  if (/[?#]/.test(literal)) report('parameters do not belong into the path: put them under query:');
  if (/[\p{Cc}\\]/u.test(literal)) report('a line break or a backslash is no part of a path');
  return compileTemplate(workshop, path, text, { visible, encode: encodePathValue });
}
