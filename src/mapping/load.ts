import type { Document } from '../document/document.js';
import { isOtherKind } from '../document/file-kind.js';
import { digestOf } from '../document/files-read.js';
import { hasErrors } from '../document/finding.js';
import { parseRest } from '../document/prune.js';
import { readShape } from '../document/shape.js';
import { usualVersion } from '../loyalty-api/operations.js';
import { reportClaims } from './checks/cards.js';
import { checkWhole } from './checks/check-mapping.js';
import { compileAuth, sessionMembers } from './compile-auth.js';
import { withSession } from './compile-call.js';
import { compileFunctions } from './compile-functions.js';
import { compileJudging } from './compile-judging.js';
import { compileLimits } from './compile-limits.js';
import { compileHeaders } from './compile-named.js';
import { compileOperations } from './compile-operations.js';
import { checkProxies } from './compile-proxy.js';
import { compileTls } from './compile-tls.js';
import { compileVerify } from './compile-verify.js';
import { hasPlaceholder, type Workshop } from './compiler.js';
import { type MappingFields, mappingFields } from './fields.js';
import { FunctionTable } from './functions.js';
import { isHttpUrl, literalAt } from './literal-text.js';
import type { Crm, Judging, Mapping } from './mapping.js';
import { reportOpenSecrets } from './open-secrets.js';
import { type ParamSettings, resolveParams } from './params.js';
import { givenMembers, usesIn } from './uses.js';
import type { ExpressionWatch } from './watch.js';

/** Nested calls and items of one sequence; the evaluation time is the deadline of an operation. */
const GUARD_RAILS = { stack: 500, sequence: 100_000 };

/** What expressions of the CRM section see: they serve all operations, so no step of one. */
const CRM_VISIBLE = { names: new Set(['request', 'params']), later: new Set<string>() };

/** What a deployment says of a mapping. */
export interface MappingSettings extends ParamSettings {
  /** What the routes of the API begin with; `v1` when it is not said. */
  readonly versionSegment?: string;
  /** Who looks on at the expressions. */
  readonly watch?: ExpressionWatch;
  /** Milliseconds that one evaluation may take, where the deadline of an operation is longer. */
  readonly evaluation?: number;
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
    isDeployed: settings.unset === 'error',
    requestHeaders: fields.requestHeaders.map(name => name.toLowerCase()),
    limits: { timeout: fields.deadline, ...GUARD_RAILS },
    session: sessionMembers(fields.crm.auth),
    secrets: [...params.secrets],
    calls: fields.calls,
    given: givenMembers(usesIn(fields)),
    nested: fields.crm.nested,
    seen: [],
    watch: settings.watch,
    evaluation: settings.evaluation,
  };
  compileFunctions(workshop, fields.functions);
  checkRequestHeaders(document, fields.requestHeaders);
  const defaults = compileJudging(workshop, ['crm'], fields.crm, CRM_VISIBLE);
  const crm = compileCrm(workshop, fields.crm, defaults);
  const version = settings.versionSegment ?? usualVersion;
  const mapped = compileOperations(workshop, fields, defaults, version);
  const verify = compileVerify(workshop, fields.cards?.verify, defaults);
  checkProxies(document, mapped, crm);
  reportClaims(workshop, mapped, fields.cards !== undefined);
  checkWhole(workshop, fields, mapped);
  if (hasErrors(document.findings)) return undefined;
  const open = [...params.open].flatMap(name =>
    params.all[name] === undefined ? [] : [[name, params.all[name]]],
  );
  return {
    name: fields.name,
    file: document.file,
    api: fields.api,
    params: Object.freeze(Object.fromEntries(open)),
    secrets: workshop.secrets,
    placeholders: params.placeholders,
    requestHeaders: workshop.requestHeaders,
    crm,
    operations: mapped,
    verify,
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

function compileCrm(workshop: Workshop, fields: MappingFields['crm'], defaults: Judging): Crm {
  const url = baseUrl(workshop, fields.baseUrl);
  // Where a mapping is only looked at, the files of a deployment need not be there.
  reportOpenSecrets(workshop, ['crm', 'headers'], fields.headers);
  const tls = compileTls(workshop, ['crm', 'tls'], fields.tls, workshop.isDeployed);
  return {
    baseUrl: url,
    auth: compileAuth(workshop, ['crm', 'auth'], fields.auth, defaults, url),
    tls,
    headers: compileHeaders(
      workshop,
      ['crm', 'headers'],
      fields.headers,
      withSession(CRM_VISIBLE, workshop.session),
    ),
    maxReply: fields.maxReply,
    limits: compileLimits(workshop, ['crm'], fields),
    identity: identityOf(workshop, tls),
  };
}

/** Functions and named calls may be part of a login, and operations are not. */
function identityOf({ document, params }: Workshop, tls: Crm['tls']): string {
  const { operations: _, cards: __, ...rest } = Object(document.value) as Record<string, unknown>;
  return digestOf(JSON.stringify([rest, params, tls]));
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
