import { hasTwins } from '../json/twins.js';
import { writeJson } from '../json/write.js';
import { Failure } from '../loyalty-api/failure.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { Scope } from '../mapping/expression.js';
import type { Crm, NamedTemplate, SessionAuth } from '../mapping/mapping.js';
import { contentTypes, encodeForm, encodeQuery, headersOf, splitQuery } from './encode.js';
import type { Session } from './session.js';
import { sign } from './sign.js';
import type { WireCall } from './wire.js';

/**
 * Puts the CRM's authentication on a call that is otherwise finished. It is done anew for each attempt: the token may
 * be another one, and a signature may hold the time.
 *
 * @param session who is logged in, where the mapping logs in
 * @param scope with `$params`, and the time of the attempt
 * @throws Failure `mappingFault` when a part of it is nothing, or cannot be sent
 */
export function authenticate(
  call: WireCall,
  crm: Crm,
  session: Session | undefined,
  scope: Scope,
): Eventual<WireCall> {
  const { auth } = crm;
  switch (auth.kind) {
    case 'none':
      return call;
    case 'fixed':
      return withCredentials(call, auth.headers, auth.query);
    case 'hmac':
      return andThen(sign(call, crm.baseUrl, auth, scope), headers => withCredentials(call, headers, ''));
    case 'session':
      return session ? withToken(call, crm.baseUrl, auth, session, scope) : call;
  }
}

function withToken(
  call: WireCall,
  baseUrl: string,
  { send }: SessionAuth,
  session: Session,
  scope: Scope,
): Eventual<WireCall> {
  const variables = { ...scope.variables, session: { ...session.values, token: session.token } };
  const inside: Scope = { now: scope.now, variables };
  const moved = session.baseUrl === undefined ? call : moveTo(call, baseUrl, session.baseUrl);
  return andThen(headersOf(send.headers, inside), headers =>
    andThen(encodeQuery(send.query, inside), query => {
      const signed = withCredentials(moved, headers, query);
      return send.body.length === 0 ? signed : withMembers(signed, send.body, inside);
    }),
  );
}

/** Credentials stand in the place of headers and parameters of the mapping, as nothing would make sense of both. */
function withCredentials(call: WireCall, headers: WireCall['headers'], query: string): WireCall {
  const url = query === '' ? call.url : withQuery(call.url, query);
  return { ...call, url, headers: { ...call.headers, ...headers } };
}

/** @param query the credentials, `name=value` with `&` between */
function withQuery(url: string, query: string): string {
  const [path, before] = splitQuery(url);
  // A link to the next page often has them in it already.
  return `${path}?${withPairs(before, query)}`;
}

/** Puts pairs behind others, in the place of those of the same names. */
function withPairs(before: string, added: string): string {
  const names = new Set(added.split('&').map(nameOf));
  const rest = before.split('&').filter(pair => pair !== '' && !names.has(nameOf(pair)));
  return [...rest, added].join('&');
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

/** Adds fields to a body that is finished: an object of JSON, or a form. */
async function withMembers(
  call: WireCall,
  fields: readonly NamedTemplate[],
  scope: Scope,
): Promise<WireCall> {
  const { body, headers } = call;
  if (headers['content-type'] === contentTypes.form) {
    return { ...call, body: withPairs(body ?? '', await encodeForm(fields, scope)) };
  }
  const cannotCarry = (message: string) =>
    new Failure('mappingFault', message, { place: fields[0]?.spot.document.placeOf(fields[0].spot.path) });
  if (!body?.startsWith('{') || !/json/i.test(headers['content-type'] ?? '')) {
    throw cannotCarry('the token goes into the body, and this call has none that is an object or a form');
  }
  const members: Record<string, unknown> = {};
  for (const { name, template } of fields) members[name] = await template.render(scope);
  const written = writeJson(members).slice(1, -1);
  const whole = body === '{}' ? `{${written}}` : `${body.slice(0, -1)},${written}}`;
  if (hasTwins(whole)) throw cannotCarry('the body of this call has a member of the name of the token');
  return { ...call, body: whole };
}

function moveTo(call: WireCall, from: string, to: string): WireCall {
  return { ...call, url: to + call.url.slice(from.length) };
}
