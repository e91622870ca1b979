import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { compileAnswer } from './compile-answer.js';
import { compileBody } from './compile-body.js';
import { compileJudging } from './compile-judging.js';
import { compileHeaders, compileQuery, withoutLineEnd } from './compile-named.js';
import { compileTemplate } from './compile-template.js';
import { compileExpression, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { CallFields, StepFields } from './fields.js';
import type { CallStep, Judging, Step } from './mapping.js';
import { splitMarkers } from './markers.js';
import { encodePathValue } from './path-value.js';
import type { Visible } from './references.js';
import { LiteralTemplate, type Template } from './template.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Compiles one step. Findings go to the document; the result counts only if there were none. */
export function compileStep(
  workshop: Workshop,
  path: Path,
  fields: StepFields,
  visible: Visible,
  defaults: Judging,
  operation: Operation,
): Step {
  const base = {
    name: String(path.at(-1)),
    place: workshop.document.placeOfKey(path),
    when: compileCondition(workshop, [...path, 'when'], fields.when, visible),
  };
  switch (fields.kind) {
    case 'value':
      return {
        ...base,
        kind: 'value',
        value: expressionAt(workshop, [...path, 'value'], fields.value, visible),
      };
    case 'fail':
      return { ...base, kind: 'fail', error: fields.fail };
    case 'answer':
      return {
        ...base,
        kind: 'answer',
        body: compileAnswer(workshop, [...path, 'answer'], fields.answer, visible, operation),
      };
    case 'call':
      return { ...base, ...compileCall(workshop, path, fields, visible, defaults) };
  }
}

/** Compiles a call, whether of a step or of a login. Findings go to the document. */
export function compileCall(
  workshop: Workshop,
  path: Path,
  fields: CallFields,
  visible: Visible,
  defaults: Judging,
): Omit<CallStep, 'name' | 'place' | 'when'> {
  const inCall = withSession(visible, workshop.session);
  const method = METHODS.find(name => fields[name] !== undefined) ?? 'get';
  const withReply: Visible = { ...visible, names: new Set([...visible.names, 'reply']) };
  if (fields.take !== undefined && fields['take?'] !== undefined) {
    workshop.document.errorAtKey('shape', [...path, 'take?'], 'a call has either take or take?, not both');
  }
  checkReading(workshop, path, fields, defaults);
  const nested = fields.nested ?? workshop.nested;
  const takeKey = fields['take?'] === undefined ? 'take' : 'take?';
  const take = fields[takeKey];
  const isWrite = fields.safe === undefined ? method !== 'get' : !fields.safe;
  // What the CRM section says of missing replies is meant for reads. A write that found nothing to change did not
  // do what Koshelek asked for, and only the call itself can say that this is as it should be.
  const isTold = !isWrite || fields.ifMissing !== undefined;
  return {
    kind: 'call',
    method: method.toUpperCase() as CallStep['method'],
    isWrite,
    path: compilePath(workshop, [...path, method], fields[method], inCall),
    query: compileQuery(workshop, [...path, 'query'], fields.query, inCall, nested),
    headers: compileHeaders(workshop, [...path, 'headers'], fields.headers, inCall),
    body: compileBody(workshop, path, fields, inCall, nested),
    nested,
    take: take === undefined ? undefined : compileExpression(workshop, [...path, takeKey], take, withReply),
    takeMayVanish: takeKey === 'take?',
    ifMissing: fields.ifMissing,
    judging: compileJudging(
      workshop,
      path,
      fields,
      visible,
      isTold ? defaults : { ...defaults, missing: undefined },
    ),
  };
}

/** A call is written when somebody is logged in; what comes before and after it may stand where nobody is. */
export function withSession(visible: Visible, session: Workshop['session']): Visible {
  if (!session) return visible;
  const members = { ...visible.members, session };
  return { ...visible, names: new Set([...visible.names, 'session']), members };
}

/** What only JSON has, asked for of a reply that is none. */
function checkReading({ document }: Workshop, path: Path, fields: CallFields, defaults: Judging): void {
  const format = fields.reply ?? defaults.format;
  for (const key of ['asText', 'keepNulls'] as const) {
    if (format === 'json' || fields[key] === undefined) continue;
    document.errorAtKey('shape', [...path, key], `${key} is for replies in JSON, and this one is ${format}`);
  }
}

function compilePath(workshop: Workshop, path: Path, written: unknown, visible: Visible): Template {
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

function expressionAt(workshop: Workshop, path: Path, text: string, visible: Visible) {
  // A finding was reported when there is none; the mapping is not used then.
  return compileExpression(workshop, path, text, visible) as NonNullable<
    ReturnType<typeof compileExpression>
  >;
}
