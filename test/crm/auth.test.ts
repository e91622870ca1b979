import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Asked, clientOf, realCrm } from './real-crm.js';

const secrets = {
  params: 'KEY: { secret: true }\nKEY2: { secret: true }\nUSER: {}',
  given: { KEY: 's3cret & säcret', KEY2: 'k2', USER: 'gate' },
};

/** A CRM that lets in whoever the check accepts. */
const guarded = (check: (asked: Asked) => boolean) =>
  realCrm(asked => (check(asked) ? { body: { ok: true } } : { status: 403, body: {} }));

const hmacHex = (algorithm: string, text: string) =>
  createHmac(algorithm, secrets.given.KEY).update(text).digest('hex');

it.each<[string, string, (asked: Asked) => boolean]>([
  ['none', 'auth: none', ({ headers }) => headers.authorization === undefined],
  [
    'basic, in UTF-8',
    'auth: { basic: { user: "${USER}", password: "${KEY}" } }',
    ({ headers }) =>
      headers.authorization ===
      `Basic ${Buffer.from(`gate:${secrets.given.KEY}`, 'utf8').toString('base64')}`,
  ],
  ['bearer', 'auth: { bearer: "t-${USER}" }', ({ headers }) => headers.authorization === 'Bearer t-gate'],
  [
    'a header whose name a deployment sets',
    'auth: { header: { name: "X-${USER}", value: "${KEY2}" } }',
    ({ headers }) => headers['x-gate'] === 'k2',
  ],
  [
    'a header, with any text around the key',
    'auth: { header: { name: X-Authorization, value: "ApiKey-v1 ${USER}" } }',
    ({ headers }) => headers['x-authorization'] === 'ApiKey-v1 gate',
  ],
  [
    'a query parameter, beside those of the call',
    'auth: { query: { name: api key, value: "${KEY}" } }',
    ({ target }) => {
      const query = new URL(target, 'http://crm').searchParams;
      return query.get('api key') === secrets.given.KEY && query.get('q') === 'a b';
    },
  ],
])('%s', async (_, crm, check) => {
  const steps = 'a: { get: /a, query: { q: "a b" } }';
  const { failure, values } = await clientOf(await guarded(check), crm, steps, secrets).run();
  expect(failure).toBeUndefined();
  expect(values.a).toEqual({ ok: true });
});

it('is in a query parameter also where the call has none', async () => {
  const url = await guarded(({ target }) => target === '/a?k=gate');
  const { failure } = await clientOf(
    url,
    'auth: { query: { name: k, value: "${USER}" } }',
    undefined,
    secrets,
  ).run();
  expect(failure).toBeUndefined();
});

it('is a part of the path: a webhook', async () => {
  const url = await guarded(({ target }) => target === '/rest/1/w3bh00k/crm.contact.list');
  const { mapping, run } = clientOf(`${url}/rest/1/\${HOOK}`, '', 'a: { get: /crm.contact.list }', {
    params: 'HOOK: { secret: true }',
    given: { HOOK: 'w3bh00k' },
  });
  expect((await run()).failure).toBeUndefined();
  // What is printed is masked by this list.
  expect(mapping.secrets).toContain('w3bh00k');
});

it('tells what a wrong credential leads to', async () => {
  const url = await guarded(() => false);
  const { failure } = await clientOf(url, 'auth: { bearer: "${USER}" }', undefined, secrets).run();
  expect(failure).toBe('crmDenied: the reply is a failure: no 2xx status (status 403)');
});

const post =
  'a:\n  post: "/a b/{% $request.body.id %}"\n  query: { q: "ж" }\n  body: { text: "Мария", id: 7 }';

it.each(['sha1', 'sha256', 'sha512'])('an HMAC (%s) over what goes over the wire', async algorithm => {
  const url = await guarded(({ method, target, body, headers }) => {
    const hash = createHash(algorithm).update(body).digest('hex');
    const [path, query] = target.split('?');
    const signed = [method, path, query, target, hash, headers['x-time'], headers['x-nonce']].join('\n');
    return headers['x-signature'] === `v1=${hmacHex(algorithm, `${signed}\n${body}`)}`;
  });
  const crm = [
    'auth:',
    '  hmac:',
    `    algorithm: ${algorithm}`,
    '    key: "${KEY}"',
    '    string: "{% $join([$call.method, $call.path, $call.query, $call.target, $call.bodyHash,',
    "      $string($floor($millis() / 1000)), $call.nonce, $call.body], '\\n') %}\"",
    '    headers:',
    '      X-Signature: "v1={% $signature %}"',
    '      X-Time: "{% $floor($millis() / 1000) %}"',
    '      X-Nonce: "{% $call.nonce %}"',
  ].join('\n');
  const { failure } = await clientOf(url, crm, post, secrets).run({ body: { id: 7 } });
  expect(failure).toBeUndefined();
});

it('an HMAC over several lines', async () => {
  const url = await guarded(
    ({ headers }) => headers['x-sign'] === hmacHex('sha256', 'POST\n/a%20b/7\n{"text":"Мария","id":7}'),
  );
  const crm = [
    'auth:',
    '  hmac:',
    '    key: "${KEY}"',
    '    string: |',
    '      {% $call.method %}',
    '      {% $call.path %}',
    '      {% $call.body %}',
    '    headers: { X-Sign: "{% $signature %}" }',
  ].join('\n');
  const { failure } = await clientOf(url, crm, post, secrets).run({ body: { id: 7 } });
  expect(failure).toBeUndefined();
});

it('an HMAC whose bytes are encoded together with the key’s id', async () => {
  const url = await guarded(({ method, headers }) => {
    const bytes = createHmac('sha256', secrets.given.KEY).update(`${method} /Contact`).digest();
    const expected = Buffer.concat([Buffer.from('gate:'), bytes]).toString('base64');
    return headers['x-hmac-authorization'] === expected;
  });
  const crm = [
    'auth:',
    '  hmac:',
    '    key: "${KEY}"',
    '    string: "{% $call.method %} {% $call.path %}"',
    '    prefix: "${USER}:"',
    '    encoding: base64',
    '    headers: { X-Hmac-Authorization: "{% $signature %}" }',
  ].join('\n');
  const { failure } = await clientOf(`${url}/api/v1`, crm, 'a: { get: /Contact }', secrets).run();
  expect(failure).toBeUndefined();
});

it.each([
  ['open', undefined],
  ['token', 'Bearer t0ken'],
])('is the kind that a param chooses: %s', async (kind, authorization) => {
  const url = await guarded(({ headers }) => headers.authorization === authorization);
  const auth = `auth:
  use: "\${AUTH}"
  among:
    open: none
    token: { bearer: "\${TOKEN}" }
    other: { login: { post: /login, token: "$reply.body.t", values: { uid: "$reply.body.id" }, body: "\${UNSET}" } }`;
  const { failure } = await clientOf(url, auth, undefined, {
    params:
      'AUTH: { default: open, oneOf: [open, token, other] }\nTOKEN: { secret: true }\nUNSET: { secret: true }',
    given: { AUTH: kind, TOKEN: 't0ken' },
  }).run();
  expect(failure).toBeUndefined();
});
