import type { Document } from '../document/document.js';
import { isOtherKind } from '../document/file-kind.js';
import { hasErrors } from '../document/finding.js';
import { parseRest } from '../document/prune.js';
import { readShape } from '../document/shape.js';
import { usualVersion } from '../loyalty-api/operations.js';
import { compileFunctions } from './compile-functions.js';
import { compileJudging } from './compile-judging.js';
import { compileHeaders } from './compile-named.js';
import { compileOperations } from './compile-operations.js';
import { compileTemplate } from './compile-template.js';
import { hasPlaceholder, type Workshop } from './compiler.js';
import { type MappingFields, mappingFields } from './fields.js';
import { FunctionTable } from './functions.js';
import type { Crm, Mapping } from './mapping.js';
import { type ParamSettings, resolveParams } from './params.js';
import { BrokenTemplate, LiteralTemplate } from './template.js';

/** Nested calls and items of one sequence; the evaluation time is the deadline of an operation. */
const GUARD_RAILS = { stack: 500, sequence: 100_000 };

/** What expressions of the CRM section see: they serve all operations, so no step of one. */
const CRM_VISIBLE = { names: new Set(['request', 'params']), later: new Set<string>() };

/** What a deployment says of a mapping. */
export interface MappingSettings extends ParamSettings {
  /** What the routes of the API begin with; `v1` when it is not said. */
  readonly versionSegment?: string;
}

/**
 * Checks and compiles a mapping.
 *
 * @returns the mapping, or `undefined` when there is an error; all findings stand in `document.findings`
 */
export function loadMapping(document: Document, settings: MappingSettings): Mapping | undefined {
  if (document.value === undefined || isOtherKind(document, 'mapping')) return undefined;
  document.reportChangedNumbers();
  const fields = readShape(document, mappingFields, document.value) ?? restOf(document.value);

  const params = resolveParams(document, fields.params, settings);
  const workshop: Workshop = {
    document,
    functions: new FunctionTable(),
    params: params.all,
    openParams: params.open,
    placeholders: params.placeholders,
    requestHeaders: fields.requestHeaders.map(name => name.toLowerCase()),
    limits: { timeout: fields.deadline, ...GUARD_RAILS },
  };
  compileFunctions(workshop, fields.functions);
  checkRequestHeaders(document, fields.requestHeaders);
  const crm = compileCrm(workshop, fields.crm);
  const defaults = compileJudging(workshop, ['crm'], fields.crm, CRM_VISIBLE);
  const version = settings.versionSegment ?? usualVersion;
  const mapped = compileOperations(workshop, fields, defaults, version);
  if (hasErrors(document.findings)) return undefined;
  const open = [...params.open].flatMap(name =>
    params.all[name] === undefined ? [] : [[name, params.all[name]]],
  );
  return {
    name: fields.name,
    file: document.file,
    api: fields.api,
    params: Object.freeze(Object.fromEntries(open)),
    secrets: params.secrets,
    placeholders: params.placeholders,
    requestHeaders: workshop.requestHeaders,
    deadline: fields.deadline,
    crm,
    operations: mapped,
  };
}

/** What every mapping has; one that lacks some of it is looked at with this instead, and will not run. */
const LACKING = { mapping: 1, name: '-', api: '1.2.0', crm: { baseUrl: '' }, operations: {} };

function restOf(value: unknown): MappingFields {
  return { ...mappingFields.parse(LACKING), ...parseRest(mappingFields.partial(), value) };
}

/** Koshelek's credentials stay at the gateway's door. */
function checkRequestHeaders(document: Document, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!/^(authorization|proxy-authorization|cookie)$/i.test(name)) continue;
    const message = `expressions never see the header ${name}: it holds credentials`;
    document.error('secret-header', ['requestHeaders', index], message);
  }
}

function compileCrm(workshop: Workshop, fields: MappingFields['crm']): Crm {
  return {
    baseUrl: baseUrl(workshop, fields.baseUrl),
    auth:
      fields.auth === 'none'
        ? { kind: 'none' }
        : { kind: 'bearer', token: bearerToken(workshop, fields.auth.bearer) },
    headers: compileHeaders(workshop, ['crm', 'headers'], fields.headers, CRM_VISIBLE),
    maxReply: fields.maxReply,
  };
}

function baseUrl(workshop: Workshop, text: string): string {
  const path = ['crm', 'baseUrl'];
  // Without one that is a finding already.
  const isThere = workshop.document.keysAt(['crm']).includes('baseUrl');
  const url = isThere ? literalAt(workshop, path, text) : undefined;
  if (url !== undefined && !hasPlaceholder(workshop, url) && !isHttpUrl(url)) {
    const message = 'baseUrl is an address such as https://crm.example.com/api, without ?, # and credentials';
    const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(url) ? 'begin it with https:// or http://' : undefined;
    workshop.document.error('base-url', path, message, hint);
  }
  return (url ?? '').replace(/\/+$/, '');
}

/** A token with a line break at its end, from a file or a secret, would fail with the first call. */
function bearerToken(workshop: Workshop, text: string): string {
  const path = ['crm', 'auth', 'bearer'];
  const token = literalAt(workshop, path, text);
  if (token !== undefined && !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(token)) {
    const cause = 'a line break, a blank around it, or letters beyond ASCII';
    const message =
      token === '' ? 'the token is empty' : `the token cannot stand in a header: it holds ${cause}`;
    workshop.document.error('token', path, message);
  }
  return token ?? '';
}

/** Literal text with params, where no expression can stand; `undefined` when there is a finding. */
function literalAt(workshop: Workshop, path: string[], text: string): string | undefined {
  const template = compileTemplate(workshop, path, text, { visible: { names: new Set(), later: new Set() } });
  if (template instanceof LiteralTemplate) return template.value as string | undefined;
  if (template instanceof BrokenTemplate) return undefined;
  const { document } = workshop;
  document.error('marker', path, 'no expression can stand here');
  return undefined;
}

/** What would be read off the text before `new URL` mends it: `http:/host`, blanks, and `?` with nothing behind it. */
function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/\\?#@]+(\/[^\s\\?#]*)?$/i.test(text) && URL.canParse(text);
}
