import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Scope } from '../mapping/expression.js';
import type { HmacAuth } from '../mapping/mapping.js';
import { headersOf, splitQuery } from './encode.js';
import type { WireCall } from './wire.js';

/**
 * The headers that sign a call: an HMAC (RFC 2104) over a text of the mapping's making, which sees as `$call` exactly
 * what goes over the wire.
 *
 * @param baseUrl what the call's address begins with
 * @throws Failure `mappingFault`
 */
export async function sign(
  call: WireCall,
  baseUrl: string,
  { algorithm, key, text, prefix, encoding, headers }: HmacAuth,
  scope: Scope,
): Promise<Record<string, string>> {
  const body = call.body ?? '';
  const [path, query] = splitQuery(call.url.slice(baseUrl.length));
  const seen = {
    method: call.method,
    path,
    query,
    target: call.url.slice(call.url.indexOf('/', call.url.indexOf('//') + 2)),
    body,
    bodyHash: createHash(algorithm).update(body).digest('hex'),
    nonce: randomUUID(),
  };
  const variables = { ...scope.variables, call: seen };
  const signed = String(await text.render({ now: scope.now, variables }));
  const bytes = createHmac(algorithm, key).update(signed).digest();
  // Some sign `key id:signature`, the bytes of the signature as they are, and encode both together.
  const signature = (prefix === '' ? bytes : Buffer.concat([Buffer.from(prefix), bytes])).toString(encoding);
  return headersOf(headers, { now: scope.now, variables: { ...variables, signature } });
}
