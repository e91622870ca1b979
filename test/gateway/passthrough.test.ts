import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { httpServer } from '../crm/local-server.js';
import { call, credentials, error, rawConnection, requestText, until } from './start-gateway.js';
import { bodyOf, card, startPassthrough } from './start-passthrough.js';

interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  raw: string[];
  body: string;
}

/** A CRM that notes what it is asked, and says what the test wants. */
async function crm(
  told: (asked: Asked) => { status?: number; body?: unknown; headers?: object } = () => ({}),
) {
  const asked: Asked[] = [];
  const url = await httpServer(async (request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request;
    const body = await bodyOf(request);
    if (body === undefined) return;
    const one = { method, url, headers, raw: rawHeaders, body };
    asked.push(one);
    const { status = 200, body: reply, headers: more } = told(one);
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    response.end(reply === undefined ? '' : JSON.stringify(reply));
  });
  return { asked, url: url.replace(/\/$/, '') };
}

const json = (body: unknown): RequestInit => ({
  method: 'PUT',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

describe('the reply', () => {
  test('is the answer, conformed; nothing else of the CRM reaches Koshelek', async () => {
    const { url } = await crm(() => ({
      body: { ...card('4700'), note: null },
      headers: { 'set-cookie': 'session=1', 'x-powered-by': 'PHP', 'cache-control': 'public' },
    }));
    const gateway = await startPassthrough(url);
    const answer = await call(`${gateway.url}/v1/card/4700`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      card: { ...card('4700').card, bonus: { total: '12.5', available: '10', bonuses: [] } },
    });
    expect([...answer.headers.keys()].sort()).toEqual(
      ['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'x-request-id'].sort(),
    );
    expect(gateway.requests()).toMatchObject([
      { operation: 'getCard', status: 200, crm: [{ step: 'proxy', status: 200 }] },
    ]);
  });

  test.each([
    ['missing', 404, {}, '2001'],
    ['an error', 500, { code: '1', description: 'CANARY' }, '3003'],
    ['an error of the client', 422, { code: '1', description: 'CANARY' }, '3003'],
    ['one that the mapping knows', 422, { code: '77' }, '2003'],
    ['denied', 401, {}, '3005'],
    ['throttled', 429, {}, '3006'],
    ['no success by the mapping', 200, { ...card('4700'), error: 'CANARY' }, '3003'],
    ['a redirect', 302, card('4700'), '3003'],
    ['empty', 200, undefined, '3004'],
    ['of another form', 200, { card: { cardNumber: 'CANARY' } }, '5002'],
    ['a list', 200, [card('4700')], '5002'],
  ])('that is %s is told by the catalogue', async (_, status, body, code) => {
    const { url, asked } = await crm(() => ({ status, body, headers: { location: '/v1/elsewhere' } }));
    const operations = `getCard:
  proxy: true
  ifMissing: cardNotFound
  retries: 0
  errors: [{ when: $reply.body.code = "77", fail: cardBlocked }]
  success: $reply.status < 300 and $not($exists($reply.body.error))`;
    const gateway = await startPassthrough(url, { operations });
    const answer = await call(`${gateway.url}/v1/card/4700`);
    expect([answer.status, await answer.json()]).toEqual([422, error(code)]);
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(gateway.lines)).not.toContain('CANARY');
  });

  test('that finds nobody is nothing, where the contract lets it be', async () => {
    const { url } = await crm();
    const gateway = await startPassthrough(url);
    const answer = await call(`${gateway.url}/v1/card?msisdn=79620480100`);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('that is missing is a failure unless the mapping says what that means', async () => {
    const { url } = await crm(() => ({ status: 404 }));
    const silent = await startPassthrough(url, { operations: 'findCard: { proxy: true }' });
    expect(await (await call(`${silent.url}/v1/card?msisdn=79620480100`)).json()).toEqual(error('3003'));
    const told = await startPassthrough(url, { operations: 'findCard: { proxy: true, ifMissing: nothing }' });
    expect(await (await call(`${told.url}/v1/card?msisdn=79620480100`)).text()).toBe('');
  });

  test('that asks to try again is heard, unless the body is gone', async () => {
    const { url, asked } = await crm(({ method }) =>
      method === 'GET' && asked.length > 1 ? { body: card('4700') } : { status: 429 },
    );
    const gateway = await startPassthrough(url);
    expect((await call(`${gateway.url}/v1/card/4700`)).status).toBe(200);
    expect(await (await call(`${gateway.url}/v1/card/4700`, json({}))).json()).toEqual(error('3006'));
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'PUT']);
  });

  test('that has a body where none is due is refused', async () => {
    const { url } = await crm(() => ({ body: { error: 'no' } }));
    const gateway = await startPassthrough(url);
    const answer = await call(`${gateway.url}/v1/card/4700`, json({ email: 'ann@example.com' }));
    expect([answer.status, await answer.json()]).toEqual([422, error('5002')]);
  });
});

describe('the request', () => {
  test('goes out with what may go out, and with the credentials of the CRM', async () => {
    const { url, asked } = await crm(() => ({ body: card('4700') }));
    const around = {
      crm: 'auth: { bearer: crm-token }\nheaders: { X-Shop: "7" }',
      top: 'requestHeaders: [accept-language, x-trace, x-hop, te]',
    };
    const gateway = await startPassthrough(url, around);
    const headers = {
      cookie: 'session=koshelek',
      'proxy-authorization': 'Basic a29zaGVsZWs=',
      'accept-language': 'ru',
      'x-trace': '1',
      'x-hop': 'only here',
      connection: 'keep-alive, x-hop',
      te: 'trailers',
      'x-forwarded-for': '10.0.0.1',
      'accept-encoding': 'zstd',
      'user-agent': 'Koshelek',
      'x-other': '2',
    };
    const { closed, socket } = rawConnection(gateway.port, requestText('GET /v1/card/4700', headers));
    await until(() => asked.length === 1);
    socket.end();
    expect(await closed).toMatch(/^HTTP\/1.1 200 /);
    expect(asked[0]?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'accept-language': 'ru',
      authorization: 'Bearer crm-token',
      connection: 'keep-alive',
      host: new URL(url).host,
      'user-agent': 'loyalty-gw',
      'x-shop': '7',
      'x-trace': '1',
    });
    expect(asked[0]?.raw.filter(text => /koshelek|secret|a29zaGVsZWs/i.test(text))).toEqual([]);
  });

  test.each([
    ['/v1/card?msisdn=%2B7%20(962)%20048-01-00&email=', '/v1/card?msisdn=79620480100'],
    [
      '/v1/card?msisdn=79620480100&tag=a%26b&tag=%D1%8F&x',
      '/v1/card?msisdn=79620480100&tag=a%26b&tag=%D1%8F&x=',
    ],
    ['/v1/card/47%2000%3F', '/v1/card/47%2000%3F'],
    ["/v1/card/47'00", "/v1/card/47'00"],
    ['/v1/card/4700/purchases?startDate=2026-01-01', '/v1/card/4700/purchases?startDate=2026-01-01'],
  ])('%s is held against the contract and asks for %s', async (path, asks) => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(`${url}/api`, { crm: 'auth: { query: { name: key, value: k } }' });
    await call(gateway.url + path);
    const mark = asks.includes('?') ? '&' : '?';
    expect(asked.map(one => one.url)).toEqual([`/api${asks}${mark}key=k`]);
  });

  test.each([
    ['GET', '/v1/card', '1008'],
    ['GET', '/v1/card?msisdn=12', '1005'],
    ['GET', '/v1/card?msisdn=79620480100&msisdn=79620480101', '1007'],
    ['GET', '/v1/card/getAllUsers', '1011'],
    ['GET', '/v1/card/47%2F00', '1007'],
    ['PUT', '/v1/card/%ff', '1001'],
  ])('%s %s that does not fit the contract reaches no CRM', async (method, path, code) => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(url);
    const answer = await call(gateway.url + path, method === 'PUT' ? json({}) : {});
    expect([answer.status, await answer.json()]).toEqual([422, error(code)]);
    expect(asked).toEqual([]);
  });

  test('goes where the mapping says', async () => {
    const { url, asked } = await crm(() => ({ body: card('4700') }));
    const operations = `getCard: { proxy: "/shop/cards/{% $request.params.cardNumber %}/card" }
updateCardholder: { proxy: "/shop/cards/{% $request.params.cardNumber %}" }`;
    const gateway = await startPassthrough(url, { operations });
    await call(`${gateway.url}/v1/card/47%2B`);
    await call(`${gateway.url}/v1/card/47`, json({}));
    await call(`${gateway.url}/v1/card/47`, { ...json({}), method: 'POST' });
    expect(asked.map(one => `${one.method} ${one.url}`)).toEqual([
      'GET /shop/cards/47%2B/card',
      'PUT /shop/cards/47',
      'POST /shop/cards/47',
    ]);
  });

  test("of an operation of the mapping's own is passed on, and a DELETE keeps its body", async () => {
    const { url, asked } = await crm(() => ({ body: { done: true } }));
    const gateway = await startPassthrough(url, {
      operations: 'getCard: { proxy: true }',
      custom: `removeCard:
  route: DELETE /v1/card/{cardNumber}/removal
  contract: { response: { done: text } }
  proxy: true`,
    });
    const chunks = '7\r\n{"a":1}\r\n0\r\n\r\n';
    const headers = { 'transfer-encoding': 'chunked', connection: 'close' };
    const text = requestText('DELETE /v1/card/4700/removal', headers, chunks);
    expect(await rawConnection(gateway.port, text).closed).toMatch(/^HTTP\/1.1 200 .*\{"done":"true"\}$/s);
    expect((await call(`${gateway.url}/v1/card/4700/removal`, { method: 'DELETE' })).status).toBe(200);
    expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['DELETE', '/v1/card/4700/removal', '{"a":1}'],
      ['DELETE', '/v1/card/4700/removal', ''],
    ]);
  });
});

describe('a body', () => {
  test('arrives as it was sent, with its length and its type', async () => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(url);
    const body = '{"email": "ann@example.com",  "n": 12345678901234567890}';
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await call(`${gateway.url}/v1/card/4700`, { method: 'PUT', body, headers });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(asked).toMatchObject([
      {
        method: 'PUT',
        url: '/v1/card/4700',
        body,
        headers: { ...headers, 'content-length': String(body.length) },
      },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  test('arrives inflated', async () => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(url);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const body = gzipSync('{"email":"ann@example.com"}');
    const answer = await call(`${gateway.url}/v1/card/4700`, { method: 'PUT', body, headers });
    expect(answer.status).toBe(200);
    expect(asked).toMatchObject([
      { body: '{"email":"ann@example.com"}', headers: { 'transfer-encoding': 'chunked' } },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty('content-encoding');
  });

  test('that there is none is passed on as well, and a GET never has one', async () => {
    const { url, asked } = await crm(({ method }) => ({ body: method === 'GET' ? card('4700') : undefined }));
    const gateway = await startPassthrough(url);
    expect((await call(`${gateway.url}/v1/card/4700`, { method: 'POST' })).status).toBe(200);
    const get = requestText(
      'GET /v1/card/4700',
      { 'content-length': '2', 'content-type': 'application/json' },
      '{}',
    );
    const { received } = rawConnection(gateway.port, get);
    await until(() => received().includes('"4700"'));
    expect(
      asked.map(({ body, headers }) => [body, headers['content-length'], headers['content-type']]),
    ).toEqual([
      ['', '0', undefined],
      ['', undefined, undefined],
    ]);
  });

  test('streams: the CRM has its beginning before the client has said its end', async () => {
    let seen = '';
    const url = await httpServer((request, response) => {
      request.setEncoding('utf8').on('data', chunk => {
        seen += chunk;
      });
      request.on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
    });
    const gateway = await startPassthrough(url.replace(/\/$/, ''), { config: 'limits: { body: 4MiB }' });
    const status = new Promise(resolve => {
      const request = ask(
        `${gateway.url}/v1/card/4700`,
        { method: 'PUT', headers: credentials },
        response => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.write('{"a":"');
      const big = 'x'.repeat(1024 * 1024);
      const next = () => request.end(`${big}"}`);
      until(() => seen === '{"a":"')
        .then(() => request.write(big))
        .then(() => until(() => seen.length > 1024 * 1024))
        .then(next);
    });
    expect(await status).toBe(200);
    expect(seen).toHaveLength('{"a":""}'.length + 2 * 1024 * 1024);
  });

  test.each([
    ['says so itself', { 'content-length': '2000' }, '', '1004'],
    ['turns out to be', { 'transfer-encoding': 'chunked' }, `7d0\r\n${'x'.repeat(2000)}\r\n`, '1004'],
  ])('that is too large, because it %s, is refused', async (_, headers, body, code) => {
    let ended = 0;
    const url = await httpServer((request, response) => {
      request.on('end', () => {
        ended += 1;
        response.end();
      });
      request.resume().on('error', () => {});
    });
    const gateway = await startPassthrough(url.replace(/\/$/, ''), { config: 'limits: { body: 1000B }' });
    const { closed } = rawConnection(gateway.port, requestText('PUT /v1/card/4700', headers, body));
    const text = await closed;
    expect(text).toMatch(/^HTTP\/1.1 422 /);
    expect(text).toContain(`"code":"${code}"`);
    expect(text.toLowerCase()).toContain('connection: close');
    expect(ended).toBe(0);
  });

  test('that is a bomb is refused', async () => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(url);
    const body = gzipSync('x'.repeat(50_000_000));
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const answer = await call(`${gateway.url}/v1/card/4700`, { method: 'PUT', body, headers });
    expect([answer.status, await answer.json()]).toEqual([422, error('1004')]);
    expect(asked).toEqual([]);
  });

  test.each([
    ['gzip that is broken', { 'content-encoding': 'gzip', 'content-type': 'application/json' }, '{}', '1001'],
    [
      'a coding that nobody knows',
      { 'content-encoding': 'zstd', 'content-type': 'application/json' },
      '{}',
      '1003',
    ],
    ['no JSON by its type', { 'content-type': 'text/xml' }, '<a/>', '1003'],
  ])('that is %s is refused', async (_, headers, body, code) => {
    const { url, asked } = await crm();
    const gateway = await startPassthrough(url);
    const answer = await call(`${gateway.url}/v1/card/4700`, { method: 'PUT', body, headers });
    expect([answer.status, await answer.json()]).toEqual([422, error(code)]);
    expect(asked).toEqual([]);
    expect((await call(`${gateway.url}/v1/card/4700`, json({}))).status).toBe(200);
  });
});
