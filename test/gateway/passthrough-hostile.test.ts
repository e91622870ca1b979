import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { brotli } from '../crm/brotli.js';
import { httpServer, listen } from '../crm/local-server.js';
import { call, error } from './start-gateway.js';
import { card, startPassthrough } from './start-passthrough.js';

/** What nobody but the CRM may get to see. */
const canary = 'CANARY-79620480100';
const good = JSON.stringify(card('4700'));
const operations = 'getCard: { proxy: true, ifMissing: cardNotFound }\nupdateCardholder: { proxy: true }';

type Behaviour = (response: ServerResponse) => void;

const json: (body: string | Uint8Array, headers?: Record<string, string>) => Behaviour =
  (body, headers = {}) =>
  response =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

/** A CRM that writes something to the connection, and then what it likes. */
async function rawCrm(behave: (socket: Socket) => void): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    socket.once('data', () => behave(socket));
  });
  return (await listen(server)).replace(/\/$/, '');
}

async function refused(url: string, code: string, crm = ''): Promise<void> {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const gateway = await startPassthrough(url, { operations, crm: `retries: 0\n${crm}` });
  for (const init of [{}, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } }]) {
    const answer = await call(`${gateway.url}/v1/card/4700`, init);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toEqual([422, error(code)]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(text + JSON.stringify(gateway.lines)).not.toContain(canary);
  }
  expect(gateway.requests()).toHaveLength(2);
  expect(warnings).toEqual([]);
}

test.each<[string, Behaviour, string]>([
  ['HTML', json(`<html>${canary}</html>`, { 'content-type': 'text/html' }), '3004'],
  ['JSON that is cut', json(good.slice(0, -2)), '3004'],
  ['two JSON values', json(good + good), '3004'],
  ['a name twice', json(`{"card":{},"card":${JSON.stringify(card(canary).card)}}`), '3004'],
  ['deep nesting', json(`${'['.repeat(5000)}${']'.repeat(5000)}`), '3004'],
  ['gzip that is cut', json(gzipSync(good).subarray(0, 30), { 'content-encoding': 'gzip' }), '3004'],
  ['gzip that is none', json(good, { 'content-encoding': 'gzip' }), '3004'],
  ['a bomb of gzip', json(gzipSync(`"${'0'.repeat(50_000_000)}"`), { 'content-encoding': 'gzip' }), '3004'],
  ['a bomb of br', json(brotli(`"${'0'.repeat(50_000_000)}"`), { 'content-encoding': 'br' }), '3004'],
  ['a coding that is none', json(good, { 'content-encoding': canary }), '3004'],
  [
    'a charset that nobody knows',
    json(good, { 'content-type': `application/json; charset=${canary}` }),
    '3004',
  ],
  ['bytes that are no UTF-8', json(Uint8Array.from([0x22, 0xff, 0x22])), '3004'],
  [
    'a body that is larger than maxReply',
    response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => response.write('x'.repeat(64 * 1024), failed => failed || more());
      more();
    },
    '3004',
  ],
  [
    'a body that is shorter than its length',
    response => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write(good, () => response.destroy());
    },
    '3001',
  ],
  [
    'gzip in which the connection breaks',
    response => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' });
      response.write(gzipSync(good).subarray(0, 30), () => response.destroy());
    },
    '3001',
  ],
  [
    'chunks without an end',
    response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(good, () => response.destroy());
    },
    '3001',
  ],
])('%s is refused', async (_, behaviour, code) => {
  const url = await httpServer((request, response) => {
    request.resume();
    behaviour(response);
  });
  await refused(url.replace(/\/$/, ''), code, 'maxReply: 1MiB');
});

test.each<[string, string | undefined, string]>([
  ['a connection that ends', undefined, '3001'],
  ['no HTTP', `${canary}\r\n\r\n`, '3004'],
  ['a head that is cut', 'HTTP/1.1 200 OK\r\nContent-Le', '3001'],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n',
    '3001',
  ],
  ['an early hint and no more', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', '3001'],
  ['headers without an end', `HTTP/1.1 200 OK\r\n${`x-a: ${'1'.repeat(1000)}\r\n`.repeat(100)}\r\n`, '3004'],
  ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n${good}`, '3004'],
  [
    'a chunk of a wrong length',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
    '3004',
  ],
  ['neither length nor body', 'HTTP/1.1 200 OK\r\n\r\n', '3001'],
  ['a number without a length', 'HTTP/1.1 200 OK\r\n\r\n125', '3004'],
])('%s instead of a reply is refused', async (_, written, code) => {
  const url = await rawCrm(socket => {
    if (written === undefined) socket.destroy();
    else socket.end(written);
  });
  await refused(url, code);
});

test('a reply without a length is one, when it is whole', async () => {
  const url = await rawCrm(socket => socket.end(`HTTP/1.0 200 OK\r\n\r\n${good}`));
  const gateway = await startPassthrough(url, { operations });
  expect(await (await call(`${gateway.url}/v1/card/4700`)).json()).toMatchObject({
    card: { cardNumber: '4700' },
  });
});

test('nobody at the address is told by the catalogue', async () => {
  const server = createServer();
  const url = await listen(server);
  await new Promise(resolve => server.close(resolve));
  await refused(url.replace(/\/$/, ''), '3001');
});

test.each<[string, (socket: Socket) => void]>([
  ['never comes', () => {}],
  ['stops in its head', socket => socket.write('HTTP/1.1 200 OK\r\n')],
  ['stops in its body', socket => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n${good}`)],
  [
    'drips',
    socket => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 5);
      socket.on('close', () => clearInterval(timer));
    },
  ],
])(
  'a reply that %s is too late after `timeout`, and its connection ends',
  { tags: ['slow'] },
  async (_, behave) => {
    const closed: Promise<unknown>[] = [];
    const url = await rawCrm(socket => {
      closed.push(new Promise(resolve => socket.once('close', resolve)));
      behave(socket);
    });
    await refused(url, '3002', 'timeout: 300ms');
    expect(closed).toHaveLength(2);
    await Promise.all(closed);
  },
);

test('a reply that hangs ends with the deadline of the operation', async () => {
  const closed: Promise<unknown>[] = [];
  const url = await rawCrm(socket => closed.push(new Promise(resolve => socket.once('close', resolve))));
  const gateway = await startPassthrough(url, {
    operations: 'getCard: { proxy: true, deadline: 300ms }',
    crm: 'timeout: 1m',
  });
  expect(await (await call(`${gateway.url}/v1/card/4700`)).json()).toEqual(error('4002'));
  await Promise.all(closed);
  expect(closed).toHaveLength(1);
});
