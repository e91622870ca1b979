import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { checkReading, compilePath, withSession } from './compile-call.js';
import { compileJudging } from './compile-judging.js';
import type { Workshop } from './compiler.js';
import type { ProxyFields } from './fields.js';
import type { Auth, CallStep, Crm, Judging, MappedOperation, ProxyOperation } from './mapping.js';
import { requestNamesOf } from './members.js';
import { ALWAYS, PROXY } from './names.js';
import type { Visible } from './references.js';
import { BrokenTemplate, type Template } from './template.js';

/** Compiles an operation whose requests are passed on to the CRM. Findings go to the document. */
export function compileProxy(
  workshop: Workshop,
  path: Path,
  fields: ProxyFields,
  operation: Operation,
  defaults: Judging,
): ProxyOperation {
  const place = workshop.document.placeOfKey(path);
  const { body: _unread, ...request } = operation.request;
  const unread: Operation = { ...operation, request };
  const visible: Visible = { names: new Set(ALWAYS), later: new Set(), request: requestNamesOf(unread) };
  checkUnreadBody(workshop.document, path, fields, operation);
  checkMissing(workshop.document, path, fields, operation);
  checkReading(workshop, path, fields, defaults);
  const { ifMissing } = fields;
  const isWrite = !operation.methods.includes('GET');
  // What the CRM section says is missing counts where it is said here what that means.
  const judgedBy = ifMissing === undefined ? { ...defaults, missing: undefined } : defaults;
  const judging = compileJudging(workshop, path, fields, visible, judgedBy);
  const call: CallStep = {
    kind: 'call',
    name: PROXY,
    place,
    when: undefined,
    // Of an operation with several methods, each request brings its own.
    method: operation.methods[0] ?? 'GET',
    isWrite,
    isIdempotent: false,
    path: pathOf(workshop, [...path, 'proxy'], fields.proxy, operation, visible),
    query: [],
    headers: [],
    body: undefined,
    nested: undefined,
    take: undefined,
    takeMayVanish: false,
    ifMissing: ifMissing === 'nothing' ? undefined : ifMissing,
    mayFail: false,
    given: undefined,
    each: undefined,
    pages: undefined,
    judging: operation.request.body ? { ...judging, retries: 0 } : judging,
  };
  const deadline = workshop.limits.timeout;
  return {
    kind: 'proxy',
    operation,
    unread,
    place,
    deadline,
    call,
    missingIsNothing: ifMissing === 'nothing',
  };
}

function pathOf(
  workshop: Workshop,
  path: Path,
  written: unknown,
  operation: Operation,
  visible: Visible,
): Template {
  const { document } = workshop;
  const inCall = withSession(visible, workshop.session);
  if (written === true) {
    const same = (operation.path || '/').replace(/\{(\w+)\}/g, '{% $request.params.$1 %}');
    return compilePath(workshop, path, same, inCall);
  }
  if (typeof written !== 'string') {
    document.error(
      'path',
      path,
      'proxy is the path at the CRM, or true for the same path as that of the API',
    );
    return new BrokenTemplate();
  }
  const literal = written.replace(/\{%.*?%\}/gs, '{%%}');
  const [braces, name] = /(?<!\$)\{(\w+)\}/.exec(literal) ?? [];
  if (braces !== undefined) {
    const hint = `a part of Koshelek's path is written {% $request.params.${name} %}`;
    document.error('path', path, `${braces} would be sent just so`, hint);
  }
  // The library that passes requests on makes one of them.
  if (literal.includes('//')) document.error('path', path, 'a path that is passed on has no //');
  return compilePath(workshop, path, written, inCall);
}

/** A body that is passed on as it arrives can be held against nothing. */
function checkUnreadBody(document: Document, path: Path, fields: ProxyFields, operation: Operation): void {
  const report = (key: Path, what: string) =>
    document.errorAtKey(
      'proxy',
      [...path, ...key],
      `${what}, and a body that is passed on is not read`,
      `make a call of it: steps with ${operation.methods[0]?.toLowerCase() ?? 'post'}: and body: "{% $request.body %}"`,
    );
  if (operation.request.require?.some(names => names.some(({ part }) => part === 'body')))
    report(['require'], 'members of the body are required');
  if (fields.contract?.body) report(['contract', 'body'], 'members of the body are agreed on');
  for (const key of ['retries', 'retryOn', 'retryAfter'] as const) {
    if (!operation.request.body || fields[key] === undefined || fields[key] === 0) continue;
    const message = `a body that is passed on is gone when the reply comes: it is sent once, without ${key}`;
    document.errorAtKey('proxy', [...path, key], message, `remove ${key}:`);
  }
}

/** A reply that is missing is told by an error, or by an answer of nothing: which of them is said, and not guessed. */
function checkMissing(
  document: Document,
  path: Path,
  { missing, ifMissing }: ProxyFields,
  { id, response }: Operation,
): void {
  if (missing !== undefined && ifMissing === undefined) {
    const hint = `add ifMissing: ${response.mayBeNothing ? 'an error, or nothing' : 'an error'}`;
    document.errorAtKey(
      'missing-key',
      [...path, 'missing'],
      'it is not said what a reply that is missing means',
      hint,
    );
  }
  if (ifMissing === 'nothing' && !response.mayBeNothing) {
    const message = `${id} may not answer nothing: the contract asks for a body`;
    document.error('breaks-contract', [...path, 'ifMissing'], message, 'name an error instead');
  }
}

/** Whether the CRM can be called in this way at all. Findings go to the document. */
export function checkProxies(
  document: Document,
  mapped: ReadonlyMap<string, MappedOperation>,
  { auth, baseUrl }: Crm,
): void {
  for (const { kind, operation, place } of mapped.values()) {
    if (kind !== 'proxy') continue;
    const problem = problemOfAuth(auth, operation);
    if (problem !== undefined) {
      const hint = `say auth that needs no body (basic, bearer, header, query), or make a call of ${operation.id}, with steps:`;
      document.report('error', 'proxy', place, `${operation.id} cannot be passed on: ${problem}`, hint);
    }
    if (/\/\/.*\/\//.test(baseUrl)) {
      const message = `${operation.id} cannot be passed on: the path of crm.baseUrl has a //`;
      document.report('error', 'proxy', place, message);
    }
  }
}

function problemOfAuth(auth: Auth, { request }: Operation): string | undefined {
  if (auth.kind === 'session' && auth.send.body.length > 0)
    return 'the token of crm.auth goes into the body, which comes from Koshelek';
  if (!request.body) return undefined;
  if (auth.kind === 'session')
    return 'when the token of crm.auth is refused, its body is gone and cannot be sent once more';
  if (auth.kind === 'hmac')
    return 'crm.auth signs a call before it is sent, and its body is still arriving then';
  return undefined;
}
