import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { folderOf } from '../config/reading.js';
import { httpServer, listen } from '../crm/local-server.js';
import {
  CA,
  CLIENT_CERTIFICATE,
  CLIENT_KEY,
  PASSPHRASE,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from '../crm/private-ca.js';
import { call, error, rawConnection, requestText, until } from './start-gateway.js';
import { bodyOf, card, startPassthrough } from './start-passthrough.js';

interface Held {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A CRM that answers nobody until the test does, and tells which of its connections have ended. */
async function heldCrm() {
  const held: Held[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    request.on('error', () => {}).resume();
    held.push({ request, response });
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const url = (await listen(server)).replace(/\/$/, '');
  return { url, held, sockets };
}

const answer = (response: ServerResponse, cardNumber = '4700') =>
  response.end(JSON.stringify(card(cardNumber)));
const cardOf = (url: string) => new URL(url, 'http://crm').pathname.split('/').at(-1) ?? '';

test('when the connection of the client breaks while it waits, the request to the CRM ends', async () => {
  const { url, held, sockets } = await heldCrm();
  const gateway = await startPassthrough(url);
  const { socket } = rawConnection(gateway.port, requestText('GET /v1/card/4700'));
  await until(() => held.length === 1);
  // An end alone would say that it still waits: see below.
  socket.resetAndDestroy();
  await until(() => sockets.size === 0);
  await until(() => gateway.requests().length === 1);
  expect(gateway.requests()).toMatchObject([{ operation: 'getCard', status: null, error: 'badHttp' }]);
});

test.each<[string, Record<string, string>, string, 'end' | 'resetAndDestroy']>([
  ['ends', { 'content-length': '100' }, '{"a":1', 'end'],
  ['ends', { 'transfer-encoding': 'chunked' }, '6\r\n{"a":1\r\n', 'end'],
  ['breaks', { 'content-length': '100' }, '{"a":1', 'resetAndDestroy'],
  ['breaks', { 'transfer-encoding': 'chunked' }, '6\r\n{"a":1\r\n', 'resetAndDestroy'],
])('when the connection %s in a body of %j, the CRM does not take the beginning for all', async (...args) => {
  const [, headers, begin, leave] = args;
  const { url, held, sockets } = await heldCrm();
  const gateway = await startPassthrough(url);
  const { socket } = rawConnection(gateway.port, requestText('PUT /v1/card/4700', headers, begin));
  await until(() => held.length === 1);
  socket[leave]();
  await until(() => sockets.size === 0);
  expect(held[0]?.request.complete).toBe(false);
  await until(() => gateway.requests().length === 1);
  expect(gateway.requests()).toMatchObject([{ operation: 'updateCardholder', error: 'badHttp' }]);
});

test('a client that has said all and closes its side still gets its answer', async () => {
  const { url, held } = await heldCrm();
  const gateway = await startPassthrough(url);
  const { socket, closed } = rawConnection(gateway.port, requestText('GET /v1/card/4700'));
  socket.end();
  await until(() => held.length === 1);
  if (held[0]) answer(held[0].response);
  expect(await closed).toMatch(/^HTTP\/1.1 200 .*"4700"/s);
});

test('a reply that comes before the body has ended is the answer, and the connection ends', async () => {
  const { url, held, sockets } = await heldCrm();
  const gateway = await startPassthrough(url);
  const begin = requestText('PUT /v1/card/4700', { 'content-length': '100' }, '{"a":1');
  const { closed } = rawConnection(gateway.port, begin);
  await until(() => held.length === 1);
  held[0]?.response.writeHead(422, { 'content-length': 0 }).end();
  const text = await closed;
  expect(text).toMatch(/^HTTP\/1.1 422 /);
  expect(text).toContain('"code":"3003"');
  // Else the next one would stand behind the rest of another's body.
  await until(() => sockets.size === 0);
  const next = call(`${gateway.url}/v1/card/4701`);
  await until(() => held.length === 2);
  if (held[1]) answer(held[1].response, '4701');
  expect((await next).status).toBe(200);
});

test('how long a client takes for its body is not the time of the CRM', { tags: ['slow'] }, async () => {
  const { url, held } = await heldCrm();
  const gateway = await startPassthrough(url, { crm: 'timeout: 50ms', top: 'deadline: 1m' });
  const begin = requestText('PUT /v1/card/4700', { 'content-length': '7', connection: 'close' }, '{"a"');
  const { socket, closed } = rawConnection(gateway.port, begin);
  await until(() => held.length === 1);
  // Somebody who came later is told that the time of the CRM is over.
  expect(await (await call(`${gateway.url}/v1/card/4701`)).json()).toEqual(error('3002'));
  held[0]?.request.on('end', () => held[0]?.response.writeHead(200, { 'content-length': 0 }).end());
  socket.write(':1}');
  expect(await closed).toMatch(/^HTTP\/1.1 200 /);
});

test('connections are kept alive, also behind bodies and failures, and end with the gateway', async () => {
  const sockets = new Set<Socket>();
  const ended: Promise<unknown>[] = [];
  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    if (!sockets.has(request.socket)) {
      sockets.add(request.socket);
      ended.push(new Promise(resolve => request.socket.once('close', resolve)));
    }
    await bodyOf(request);
    if (request.method === 'PUT') response.writeHead(200, { 'content-length': 0 }).end();
    else if (cardOf(request.url ?? '') === '0') response.writeHead(500).end('no');
    else answer(response);
  });
  const url = await listen(server);
  const gateway = await startPassthrough(url.replace(/\/$/, ''));
  for (const number of ['4700', '0', '4701']) {
    await (await call(`${gateway.url}/v1/card/${number}`)).text();
    const init = { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } };
    await (await call(`${gateway.url}/v1/card/${number}`, init)).text();
  }
  expect(sockets.size).toBe(1);
  await gateway.close();
  await Promise.all(ended);
});

test("200 requests at the same time share the connections there are, and nobody gets what is his neighbour's", {
  tags: ['slow'],
}, async () => {
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  const url = await httpServer(async (request, response) => {
    sockets.add(request.socket);
    seen.push(...request.rawHeaders);
    const body = await bodyOf(request);
    // They go out in another order than they came.
    waiting.unshift(() => {
      const number = cardOf(request.url ?? '');
      if (request.method === 'GET') answer(response, number);
      else response.writeHead(body === `{"card":"${number}"}` ? 200 : 500, { 'content-length': 0 }).end();
    });
    setImmediate(() => waiting.splice(0).forEach(go => void go()));
  });
  const gateway = await startPassthrough(url.replace(/\/$/, ''), { config: 'log: { level: info }' });
  const ask = async (index: number) => {
    const number = String(4700_0000 + index);
    const address = `${gateway.url}/v1/card/${number}`;
    if (index % 2 === 0) {
      const told = await call(address);
      return [told.status, ((await told.json()) as ReturnType<typeof card>).card?.cardNumber === number];
    }
    const headers = { 'content-type': 'application/json' };
    const told = await call(address, { method: 'PUT', body: JSON.stringify({ card: number }), headers });
    return [told.status, (await told.text()) === ''];
  };
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)));
  expect(answers).toEqual(Array(200).fill([200, true]));
  expect(sockets.size).toBeLessThanOrEqual(64);
  expect(seen.filter(text => /^authorization$/i.test(text))).toEqual([]);
});

test('requests that run when the gateway closes finish, and what takes too long is ended', async () => {
  const { url, held, sockets } = await heldCrm();
  const gateway = await startPassthrough(url, {
    config: 'limits: { shutdown: 300ms }',
    crm: 'timeout: 1m',
    top: 'deadline: 1m',
  });
  const one = call(`${gateway.url}/v1/card/4700`);
  const other = call(`${gateway.url}/v1/card/4701`);
  await until(() => held.length === 2);
  const closing = gateway.close();
  const first = held.find(({ request }) => request.url?.endsWith('4700'));
  if (first) answer(first.response);
  expect((await one).status).toBe(200);
  const late = await other;
  expect([late.status, await late.json()]).toEqual([422, error('4003')]);
  await closing;
  await until(() => sockets.size === 0);
});

test('a CRM with a private CA sees the client certificate', { tags: ['slow'] }, async () => {
  const asked = vi.fn();
  const tls = {
    key: SERVER_KEY,
    cert: SERVER_CERTIFICATE,
    ca: CA,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server = createHttpsServer(tls, (request, response) => {
    asked(request.headers.host);
    request.resume();
    answer(response);
  });
  const { port } = new URL(await listen(server));
  const files = { 'ca.pem': CA, 'cert.pem': CLIENT_CERTIFICATE, 'key.pem': CLIENT_KEY };
  const folder = folderOf(files);
  const around = { folder, given: { PASS: PASSPHRASE }, top: 'params: { PASS: { secret: true } }' };
  const known = 'tls: { ca: ca.pem, cert: cert.pem, key: key.pem, passphrase: "${PASS}" }';
  const gateway = await startPassthrough(`https://localhost:${port}`, { ...around, crm: known });
  const told = await call(`${gateway.url}/v1/card/4700`);
  expect([told.status, await told.json()]).toMatchObject([200, { card: { cardNumber: '4700' } }]);
  expect(asked.mock.calls).toEqual([[`localhost:${port}`]]);

  for (const crm of ['tls: { ca: ca.pem }', 'timeout: 3s']) {
    const stranger = await startPassthrough(`https://localhost:${port}`, { ...around, crm });
    const answer = await call(`${stranger.url}/v1/card/4700`);
    expect([answer.status, await answer.json()]).toEqual([422, error('3001')]);
  }
  expect(asked).toHaveBeenCalledTimes(1);
});

test('a token that is refused is renewed, and a request without a body is passed on once more', async () => {
  const asked: string[] = [];
  let logins = 0;
  const url = await httpServer(async (request, response) => {
    const body = await bodyOf(request);
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? body}`);
    if (request.url === '/login') {
      logins += 1;
      response.end(JSON.stringify({ token: `token-${logins}` }));
    } else if (request.headers.authorization === 'Bearer token-2') answer(response);
    else response.writeHead(401).end();
  });
  const gateway = await startPassthrough(url.replace(/\/$/, ''), {
    operations: 'getCard: { proxy: true }',
    crm: 'auth: { login: { post: /login, body: { key: 1 }, token: $reply.body.token } }',
  });
  expect((await call(`${gateway.url}/v1/card/4700`)).status).toBe(200);
  expect(asked).toEqual([
    'POST /login {"key":1}',
    'GET /v1/card/4700 Bearer token-1',
    'POST /login {"key":1}',
    'GET /v1/card/4700 Bearer token-2',
  ]);
});
