import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { call, error, rawConnection, requestText, startGateway } from './start-gateway.js';

const json = { 'content-type': 'application/json' };
const text = (body: Uint8Array | undefined) => body && Buffer.from(body).toString();

test('the engine gets the bytes of a body whatever its type', async () => {
  const { url, runs } = await startGateway();
  for (const headers of [json, { 'content-type': 'text/plain; charset=koi8-r' }, { 'content-type': '@@' }]) {
    await call(`${url}/v1/card/1`, { method: 'PUT', headers, body: '{"email":"ё@b.ru"}' });
  }
  expect(runs.map(run => text(run.raw.body))).toEqual(Array(3).fill('{"email":"ё@b.ru"}'));
});

test.each([
  ['no body', {}],
  ['an empty one', { body: '' }],
])('%s is absent', async (_name, init) => {
  const { url, runs } = await startGateway();
  await call(`${url}/v1/card/1`, { method: 'PUT', ...init });
  expect(runs[0]?.raw.body).toBeUndefined();
});

test('an operation without a body in its contract does not read one, and the connection goes on', async () => {
  const { port, runs } = await startGateway({ maxBody: 10 });
  const body = 'x'.repeat(1000);
  const first = requestText('GET /v1/card', { 'content-length': '1000' }, body);
  const { closed } = rawConnection(port, first + requestText('GET /v1/promo', { connection: 'close' }));
  expect((await closed).match(/HTTP\/1.1 200 /g)).toHaveLength(2);
  expect(runs.map(run => run.raw.body)).toEqual([undefined, undefined]);
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
])('%s is inflated', async (encoding, pack) => {
  const { url, runs } = await startGateway();
  const headers = { ...json, 'content-encoding': encoding };
  await call(`${url}/v1/card/1`, { method: 'PUT', headers, body: new Uint8Array(pack('{"a":"b"}')) });
  expect(text(runs[0]?.raw.body)).toBe('{"a":"b"}');
});

test.each([
  ['larger than the limit', {}, new Uint8Array(100 * 1024 + 1), '1004'],
  [
    'larger once inflated',
    { 'content-encoding': 'gzip' },
    new Uint8Array(gzipSync(Buffer.alloc(1e6))),
    '1004',
  ],
  ['in an unknown encoding', { 'content-encoding': 'compress' }, new Uint8Array(5), '1003'],
  ['no gzip in spite of its encoding', { 'content-encoding': 'gzip' }, new Uint8Array(5), '1001'],
])('a body %s is refused', async (_name, headers, body, code) => {
  const { url, runs } = await startGateway();
  const response = await call(`${url}/v1/card/1`, { method: 'POST', headers: { ...json, ...headers }, body });
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('connection')).toBe(code === '1004' ? 'close' : 'keep-alive');
  expect(await response.json()).toEqual(error(code));
  expect(runs).toEqual([]);
});

test('a body exactly as large as the limit is accepted', async () => {
  const { url, runs } = await startGateway();
  await call(`${url}/v1/card/1`, { method: 'POST', body: new Uint8Array(100 * 1024) });
  expect(runs[0]?.raw.body).toHaveLength(100 * 1024);
});

test('a body without a length is limited as well', async () => {
  const { port, runs } = await startGateway({ maxBody: 10 });
  const chunk = `6\r\n${'x'.repeat(6)}\r\n`;
  const sent = requestText(
    'POST /v1/card/1',
    { 'transfer-encoding': 'chunked' },
    `${chunk}${chunk}0\r\n\r\n`,
  );
  const answer = await rawConnection(port, sent).closed;
  expect(answer).toContain('"code":"1004"');
  expect(runs).toEqual([]);
});

test('Expect: 100-continue is invited to go on', async () => {
  const { port, runs } = await startGateway();
  const headers = { expect: '100-continue', 'content-length': '2', connection: 'close' };
  const { socket, received, closed } = rawConnection(port, requestText('POST /v1/card/1', headers));
  socket.once('data', () => socket.write('{}'));
  await closed;
  expect(received()).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n/);
  expect(text(runs[0]?.raw.body)).toBe('{}');
});
