import { expect, test, vi } from 'vitest';
import { call, found, rawConnection, requestText, startGateway, until } from './start-gateway.js';

/** What the gateway says where Node would answer by itself, or not at all. */
function expectRefusal(answer: string, code: string): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 422 Unprocessable Entity\r\n/);
  expect(head).toMatch(/^content-type: application\/json; charset=utf-8\r?$/im);
  expect(head).toMatch(/^connection: close\r?$/im);
  expect(head).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(body)}\\r?$`, 'im'));
  expect(head).toMatch(/^x-request-id: \S+$/im);
  expect(JSON.parse(body)).toEqual({ code, description: expect.any(String) });
}

test.each([
  ['garbage', 'this is not HTTP\r\n\r\n'],
  ['TLS to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['an unknown method', requestText('FETCH /v1/card')],
  ['an unknown version', 'GET /v1/card HTTP/3.7\r\nhost: test\r\n\r\n'],
  ['a space in a header name', 'GET /v1/card HTTP/1.1\r\nho st: test\r\n\r\n'],
  ['two lengths', 'POST /v1/card/1 HTTP/1.1\r\nhost: t\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  [
    'length and chunks',
    requestText('POST /v1/card/1', { 'content-length': '1', 'transfer-encoding': 'chunked' }),
  ],
  ['headers of 20 KB', requestText('GET /v1/card', { 'x-large': 'x'.repeat(20_000) })],
  ['headers of 20 MB', requestText('GET /v1/card', { 'x-large': 'x'.repeat(20_000_000) })],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['no Host', requestText('GET /v1/card').replace('host: test\r\n', '')],
  ['an Expect that nobody knows', requestText('GET /v1/card', { expect: 'a-pony' })],
  [
    'a broken chunk',
    requestText('POST /v1/card/1', { 'transfer-encoding': 'chunked' }, 'zz\r\n{}\r\n0\r\n\r\n'),
  ],
  ['CONNECT', 'CONNECT crm.example:443 HTTP/1.1\r\nhost: crm.example:443\r\n\r\n'],
])('%s: 422 and the end of the connection', async (_name, text) => {
  const { port, runs, lines } = await startGateway();
  expectRefusal(await rawConnection(port, text).closed, '1012');
  expect(runs).toEqual([]);
  const requests = lines.filter(line => line.msg === 'request');
  expect(requests).toMatchObject([{ status: 422, error: 'badHttp', code: '1012', crm: [] }]);
});

test.each([
  'http://',
  'https://',
  'a://b',
  'http://xn--/v1/card',
  'http://[::1/v1/card?msisdn=79620480100',
  'v1/card',
  '/v1/card#?msisdn=79620480100',
  '/v1/card/1#/purchases',
])('the target %s is none', async target => {
  const warned = vi.spyOn(process, 'emitWarning');
  const { port, runs } = await startGateway();
  expectRefusal(await rawConnection(port, requestText(`GET ${target}`)).closed, '1012');
  expect(runs).toEqual([]);
  // url.parse prints what it cannot read, and a query holds phones.
  expect(warned).not.toHaveBeenCalled();
});

test('a target in absolute form is the same request', async () => {
  const { port, runs } = await startGateway();
  const text = requestText('GET http://shop.example/v1/card?msisdn=79620480100', { connection: 'close' });
  expect(await rawConnection(port, text).closed).toMatch(/^HTTP\/1.1 200 /);
  expect(runs).toHaveLength(1);
});

test.each([
  ['on a connection of its own', ''],
  ['behind a complete request', requestText('GET /v1/card')],
])('HEAD with a broken header is refused without a body: %s', async (_name, before) => {
  const { port, lines } = await startGateway();
  const { socket, closed } = rawConnection(port, before);
  await until(() => lines.length === (before === '' ? 0 : 1));
  socket.write(requestText('HEAD /v1/card').replace('host: test', 'no header'));
  const last = (await closed).split(/(?=HTTP\/1\.1)/).at(-1);
  expect(last).toMatch(/^HTTP\/1\.1 422 [\s\S]*\r\nConnection: close\r\n\r\n$/);
  expect(last).not.toMatch(/content-length/i);
});

test('what is broken behind a HEAD is no HEAD', async () => {
  const { port } = await startGateway();
  const [, second = ''] = (
    await rawConnection(port, `${requestText('HEAD /v1/card')}garbage\r\n\r\n`).closed
  ).split(/(?<=\r\n\r\n)(?=HTTP)/);
  expectRefusal(second, '1012');
});

test('two Hosts are refused, as RFC 9112 demands', async () => {
  const { port, runs } = await startGateway();
  expectRefusal(
    await rawConnection(port, requestText('GET /v1/card?msisdn=79620480100', { HOST: 'b' })).closed,
    '1012',
  );
  expect(runs).toEqual([]);
});

const body = '0\r\n\r\n';

test.each<[string, Record<string, string>]>([
  ['an empty transfer encoding', { 'transfer-encoding': '', 'content-length': '5' }],
  ['two transfer encodings', { 'transfer-encoding': 'identity', 'Transfer-Encoding': 'chunked' }],
  ['a transfer encoding that is not chunked alone', { 'transfer-encoding': 'gzip, chunked' }],
])('%s: refused, and what comes behind it does not run', async (_, headers) => {
  const { port, runs } = await startGateway();
  const text = requestText('POST /v1/card/1', headers, body) + requestText('GET /v1/card?msisdn=79620480100');
  expectRefusal(await rawConnection(port, text).closed, '1012');
  expect(runs).toEqual([]);
});

test.each([
  ['no version', 'GET /v1/card\r\n'],
  [
    'a transfer encoding in HTTP/1.0',
    requestText('GET /v1/card', { 'transfer-encoding': 'chunked' }, body).replace('1.1', '1.0'),
  ],
])('%s', async (_, text) => {
  const { port, runs } = await startGateway();
  expectRefusal(await rawConnection(port, `${text}\r\n`).closed, '1012');
  expect(runs).toEqual([]);
});

test.each([
  ['two Hosts', { HOST: 'b' }],
  ['an Expect that nobody knows', { expect: 'a-pony' }],
])('nothing runs behind a request that was refused for %s', async (_, headers) => {
  const { port, runs } = await startGateway();
  const text = requestText('GET /v1/card', headers) + requestText('GET /v1/card');
  expect((await rawConnection(port, text).closed).match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(runs).toEqual([]);
});

test('a client that closes its side gets its answer', async () => {
  const { port, runs } = await startGateway();
  const { socket, closed } = rawConnection(
    port,
    requestText('POST /v1/card/1', { 'content-length': '2' }, '{}'),
  );
  socket.end();
  expect(await closed).toMatch(/^HTTP\/1.1 200 /);
  expect(runs).toHaveLength(1);
});

test('no header is passed over, however many there are', async () => {
  const { port, runs } = await startGateway();
  const head = requestText('GET /v1/card?msisdn=79620480100', { connection: 'close' });
  const [first, ...rest] = head.split('\r\n');
  const answer = await rawConnection(port, [first, ...Array(2_500).fill('a:'), ...rest].join('\r\n')).closed;
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(runs).toHaveLength(1);
});

test('a head that comes too slowly', async () => {
  const { port } = await startGateway({ headersTimeout: 40 });
  expectRefusal(await rawConnection(port, 'GET /v1/card HTTP/1.1\r\nhost:').closed, '1013');
});

test('a body that comes too slowly', async () => {
  const { gateway, port, runs, lines } = await startGateway({ requestTimeout: 60 });
  const text = requestText('POST /v1/card/1', { 'content-length': '10' }, '{');
  expectRefusal(await rawConnection(port, text).closed, '1013');
  expect(runs).toEqual([]);
  await gateway.close();
  expect(lines.filter(line => line.msg === 'request')).toMatchObject([{ error: 'requestTimeout' }]);
});

test('nothing at all', async () => {
  const { port } = await startGateway({ headersTimeout: 40 });
  expectRefusal(await rawConnection(port, '').closed, '1013');
});

const tunnel = 'CONNECT crm.example:443 HTTP/1.1\r\nhost: crm.example:443\r\n\r\n';

test('a client that is refused, talks on and goes leaves nothing for close() to wait for', async () => {
  const { gateway, port } = await startGateway({ shutdownTimeout: 60_000 });
  const { socket, closed } = rawConnection(port, tunnel);
  socket.once('data', () => socket.write('hello'));
  await closed;
  await gateway.close();
});

test('a client that is refused may reset its connection', async () => {
  const { gateway, port } = await startGateway();
  const { socket, closed } = rawConnection(port, tunnel);
  socket.once('data', () => socket.resetAndDestroy());
  await closed;
  await gateway.close();
});

test('HTTP/1.0 needs no Host', async () => {
  const { port } = await startGateway();
  const text = requestText('GET /v1/card').replace('host: test\r\n', '').replace('HTTP/1.1', 'HTTP/1.0');
  expect(await rawConnection(port, text).closed).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});

test('a wish for another protocol is passed over, as RFC 9110 (7.8) allows', async () => {
  const { port } = await startGateway();
  const text = requestText('GET /v1/card', { upgrade: 'h2c', connection: 'Upgrade, close' });
  expect(await rawConnection(port, text).closed).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});

test.each<Record<string, string>>([{}, { upgrade: 'h2c', connection: 'Upgrade' }])(
  'a body of which the client sends no more, with %o',
  async headers => {
    const { port, runs, lines } = await startGateway();
    const text = requestText('POST /v1/card/1', { ...headers, 'content-length': '10' }, '{');
    const { socket, closed } = rawConnection(port, text);
    socket.end();
    expectRefusal(await closed, '1012');
    expect(runs).toEqual([]);
    expect(lines.filter(line => line.msg === 'request')).toHaveLength(1);
  },
);

test('garbage behind a running request waits for its answer', async () => {
  let release = () => {};
  const { port, runs } = await startGateway({
    run: () =>
      new Promise(resolve => {
        release = () => resolve(found);
      }),
  });
  const { closed } = rawConnection(port, `${requestText('GET /v1/card')}garbage\r\n\r\n`);
  // They came in one piece: the garbage is known as well by then.
  await until(() => runs.length === 1);
  release();
  const [first = '', second = ''] = (await closed).split(/(?<=\})(?=HTTP)/);
  expect(first).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expectRefusal(second, '1012');
});

test('a request that breaks while it runs is refused, and what its run says later is dropped', async () => {
  let release = () => {};
  const { port, lines } = await startGateway({
    run: () =>
      new Promise(resolve => {
        release = () => resolve(found);
      }),
  });
  const text = requestText('GET /v1/card', { 'transfer-encoding': 'chunked' }, 'zz\r\n');
  expectRefusal(await rawConnection(port, text).closed, '1012');
  release();
  await new Promise(setImmediate);
  expect(lines.filter(line => line.msg === 'request')).toMatchObject([
    { operation: 'findCard', error: 'badHttp' },
  ]);
});

test('a request that breaks while its answer waits for another gets that answer and no second one', async () => {
  let release = () => {};
  const { port, url, lines } = await startGateway({
    run: (operation, _raw) =>
      operation.id === 'listPromos'
        ? Promise.resolve(found)
        : new Promise(resolve => {
            release = () => resolve(found);
          }),
  });
  const second = requestText('GET /v1/promo', { 'transfer-encoding': 'chunked' });
  const { socket, closed } = rawConnection(port, requestText('GET /v1/card') + second);
  await until(() => lines.length === 1);
  await new Promise(resolve => socket.write('zz\r\n', resolve));
  // What came before a request that has been answered has been read.
  await (await call(`${url}/v1/promo`)).text();
  release();
  expect((await closed).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(lines).toHaveLength(3);
});

test('a request that breaks after its answer gets no second one', async () => {
  const { port } = await startGateway();
  const { socket, received, closed } = rawConnection(
    port,
    requestText('GET /v1/card', { 'transfer-encoding': 'chunked' }, '1\r\nx\r\n'),
  );
  await until(() => received().endsWith(found.body));
  socket.write('zz\r\n');
  expect((await closed).match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test('a client that goes away in the middle of a body leaves no run and a gateway that works', async () => {
  const { port, begun, runs, lines } = await startGateway();
  const text = requestText('POST /v1/card/1', { 'content-length': '10' }, '{');
  const { socket } = rawConnection(port, text);
  await until(() => begun() === 1);
  socket.destroy();
  await until(() => lines.length > 0);
  expect(lines[0]).toMatchObject({ error: 'badHttp' });
  expect(runs).toEqual([]);
  const next = rawConnection(port, requestText('GET /v1/card', { connection: 'close' }));
  expect(await next.closed).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});
