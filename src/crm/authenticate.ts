import type { Scope } from '../mapping/expression.js';
import type { Crm } from '../mapping/mapping.js';
import { encodeQuery, headersOf } from './encode.js';
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
export async function authenticate(
  call: WireCall,
  crm: Crm,
  session: Session | undefined,
  scope: Scope,
): Promise<WireCall> {
  const { auth } = crm;
  switch (auth.kind) {
    case 'none':
      return call;
    case 'fixed':
      return withCredentials(call, auth.headers, auth.query);
    case 'hmac':
      return withCredentials(call, await sign(call, crm.baseUrl, auth, scope), '');
    case 'session': {
      if (!session) return call;
      const variables = { ...scope.variables, session: { ...session.values, token: session.token } };
      const withToken: Scope = { now: scope.now, variables };
      const headers = await headersOf(auth.send.headers, withToken);
      const moved = session.baseUrl === undefined ? call : moveTo(call, crm.baseUrl, session.baseUrl);
      return withCredentials(moved, headers, await encodeQuery(auth.send.query, withToken));
    }
  }
}

/** Credentials stand over headers of the mapping, as nothing else would make sense of both. */
function withCredentials(call: WireCall, headers: WireCall['headers'], query: string): WireCall {
  const mark = call.url.includes('?') ? '&' : '?';
  const url = query === '' ? call.url : `${call.url}${mark}${query}`;
  return { ...call, url, headers: { ...call.headers, ...headers } };
}

function moveTo(call: WireCall, from: string, to: string): WireCall {
  return { ...call, url: to + call.url.slice(from.length) };
}
