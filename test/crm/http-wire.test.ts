import diagnostics from 'node:diagnostics_channel';
import { setMaxListeners } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HttpWire } from '../../src/crm/http-wire.js';
import type { WireCall, WireReply } from '../../src/crm/wire.js';
import { CERTIFICATE, KEY } from './certificate.js';
import { httpServer, listen } from './local-server.js';

const unlimited = { timeout: 15_000, maxReply: 1_000_000 };
const never = () => new AbortController().signal;

/** A server that answers whatever comes with a text as it stands. */
const rawServer = (text: string, after: (socket: Socket) => void = socket => socket.end()) =>
  listen(createTcpServer(socket => socket.once('data', () => socket.write(text, () => after(socket)))));

function wire(): HttpWire {
  const made = new HttpWire();
  onTestFinished(() => made.close());
  return made;
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 15_000, interval: 2 });

const get = (url: string, limits = unlimited, signal = never(), by = wire()) =>
  by.exchange({ method: 'GET', url, headers: {} }, limits, signal);

const textOf = (reply: WireReply) => Buffer.from(reply.body).toString('utf8');

it('carries method, path, query, headers and body there, and status, headers and bytes back', async () => {
  const url = await httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(422, { 'X-Told': ['one', 'two'], 'Content-Type': 'text/plain' });
    const { method, headers } = request;
    response.write(`${method} ${request.url} ${headers['x-asked']} `);
    response.end(Buffer.concat(chunks));
  });
  const call = { method: 'POST', url: `${url}a/b?c=%2B7&d=`, headers: { 'x-asked': 'yes' }, body: 'Мария' };
  const reply = await wire().exchange(call, unlimited, never());
  expect(textOf(reply)).toBe('POST /a/b?c=%2B7&d= yes Мария');
  expect(reply).toMatchObject({
    status: 422,
    headers: { 'x-told': 'one, two', 'content-type': 'text/plain' },
  });
});

it('uses connections again', async () => {
  const ports = new Set<number | undefined>();
  const url = await httpServer((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{}');
  });
  const same = wire();
  for (let count = 0; count < 20; count++) await get(url, unlimited, never(), same);
  // Two: undici lets go of a connection a moment after its reply.
  expect(ports.size).toBeLessThanOrEqual(2);
});

it('opens a connection for each call that the guard lets pass, one for a login, and no more', async () => {
  const ports = new Set<number | undefined>();
  const url = await httpServer((request, response) => {
    ports.add(request.socket.remotePort);
    setTimeout(() => response.end(request.url), 5);
  });
  const same = wire();
  const replies = await Promise.all(
    Array.from({ length: 300 }, (_, index) => get(`${url}${index}`, unlimited, never(), same)),
  );
  expect(replies.map(textOf)).toEqual(Array.from({ length: 300 }, (_, index) => `/${index}`));
  expect(ports.size).toBe(33);
});

it('gives up while no headers come', async () => {
  const url = await httpServer(() => {});
  await expect(get(url, { ...unlimited, timeout: 80 })).rejects.toMatchObject({
    name: 'WireFault',
    kind: 'timeout',
    message: 'no complete reply within 80 ms',
  });
});

it('gives up while the body dribbles: the time is for the whole reply', async () => {
  let closed = false;
  const url = await httpServer((_, response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => {
      closed = true;
      clearInterval(timer);
    });
  });
  await expect(get(url, { ...unlimited, timeout: 150 })).rejects.toMatchObject({ kind: 'timeout' });
  await until(() => closed);
});

it.each([
  ['reset before the reply', (socket: Socket) => socket.resetAndDestroy()],
  ['closed before the reply', (socket: Socket) => socket.destroy()],
])('%s', async (_, end) => {
  const url = await rawServer('', end);
  await expect(get(url)).rejects.toMatchObject({ name: 'WireFault', kind: 'reset' });
});

it.each([
  ['200 OK', 'connection: close'],
  ['200 OK', 'content-type: application/json'],
])('an empty reply without a length may be a cut one: %s, %s', async (status, header) => {
  // undici takes the reset for the end of a body that only the end of the connection ends.
  const url = await rawServer(`HTTP/1.1 ${status}\r\n${header}\r\n\r\n`, socket => socket.resetAndDestroy());
  await expect(get(url)).rejects.toMatchObject({ kind: 'reset' });
});

it.each([
  ['200 OK', 'content-length: 0'],
  ['200 OK', 'transfer-encoding: chunked'],
  ['204 No Content', 'connection: close'],
  ['404 Not Found', 'connection: close'],
])('an empty reply that says so is one: %s, %s', async (status, header) => {
  const body = header.startsWith('transfer') ? '0\r\n\r\n' : '';
  const reply = await get(await rawServer(`HTTP/1.1 ${status}\r\n${header}\r\n\r\n${body}`));
  expect(reply.body.length).toBe(0);
});

it.each([
  ['reset', 'content-length: 100', (socket: Socket) => socket.resetAndDestroy()],
  ['closed', 'content-length: 100', (socket: Socket) => socket.end()],
  ['closed', 'transfer-encoding: chunked', (socket: Socket) => socket.end()],
])('%s in the middle of the body (%s)', async (_, header, end) => {
  const url = await rawServer(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n2\r\n{}\r\n`, end);
  await expect(get(url)).rejects.toMatchObject({ kind: 'reset' });
});

it('refused: nobody listens', async () => {
  const gone = createTcpServer();
  await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise(resolve => gone.close(resolve));
  await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
    kind: 'refused',
    message: 'the connection failed (ECONNREFUSED)',
  });
});

it('refused: nobody listens on any of the addresses', async () => {
  const gone = createTcpServer();
  await new Promise<void>(resolve => gone.listen(0, 'localhost', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise(resolve => gone.close(resolve));
  await expect(get(`http://localhost:${port}/`)).rejects.toMatchObject({ kind: 'refused' });
});

// The same codes as of a connection that never came about, but the request has left.
it.each([
  ['ETIMEDOUT', 'read'],
  ['EHOSTUNREACH', 'read'],
  ['ENETUNREACH', 'write'],
])('reset, not refused: %s while the CRM works', async (code, syscall) => {
  const sockets: Socket[] = [];
  const onConnected = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);
  diagnostics.subscribe('undici:client:connected', onConnected);
  onTestFinished(() => void diagnostics.unsubscribe('undici:client:connected', onConnected));
  const url = await httpServer(() => {
    for (const socket of sockets) socket.destroy(Object.assign(new Error(code), { code, syscall }));
  });
  await expect(get(url)).rejects.toMatchObject({
    name: 'WireFault',
    kind: 'reset',
    message: `the connection failed (${code})`,
  });
});

it.each<[string, Partial<WireCall> & { path?: string }]>([
  ['a header that only the client itself may write', { headers: { 'transfer-encoding': 'chunked' } }],
  ['Expect', { headers: { expect: '100-continue' } }],
  ['a length that is not the body’s', { method: 'POST', headers: { 'content-length': '7' }, body: 'ab' }],
  ['a path with a line break', { path: 'a\r\nb' }],
])("is the mapping's fault and not the CRM's: %s", async (_, { path = '', ...call }) => {
  let asked = 0;
  const url = await httpServer((_request, response) => {
    asked += 1;
    response.end();
  });
  const sent = wire().exchange({ method: 'GET', headers: {}, ...call, url: url + path }, unlimited, never());
  await expect(sent).rejects.toMatchObject({ name: 'Failure', error: 'mappingFault' });
  expect(asked).toBe(0);
});

it('refused: a host that does not exist', async () => {
  await expect(get('http://crm.invalid/')).rejects.toMatchObject({ kind: 'refused' });
});

it('refused: a certificate that nobody trusts, and the request was never sent', async () => {
  let asked = 0;
  const server = createHttpsServer({ key: KEY, cert: CERTIFICATE }, (_, response) => {
    asked += 1;
    response.end('{}');
  });
  const url = (await listen(server)).replace('http:', 'https:');
  await expect(get(`${url}`)).rejects.toMatchObject({ kind: 'refused' });
  expect(asked).toBe(0);
});

it('refuses a reply that is too large, and reads no more of it', async () => {
  let sent = 0;
  let closed = false;
  const url = await httpServer((_, response) => {
    const more = () => {
      sent += 1;
      if (!closed && response.write('x'.repeat(100_000))) setImmediate(more);
    };
    response.on('drain', more).once('close', () => {
      closed = true;
    });
    more();
  });
  await expect(get(url, { ...unlimited, maxReply: 200_000 })).rejects.toMatchObject({
    kind: 'unreadable',
    message: 'the reply is larger than 200000 bytes',
  });
  await until(() => closed);
  expect(sent).toBeLessThan(200);
});

it.each([
  ['garbage', 'the CRM says hello\r\n\r\n'],
  ['another version', 'HTTP/9.9 200 OK\r\n\r\n'],
  ['a broken header', 'HTTP/1.1 200 OK\r\nbroken header\r\n\r\n'],
  ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n'],
  ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
])('is unreadable: %s', async (_, text) => {
  await expect(get(await rawServer(text))).rejects.toMatchObject({ kind: 'unreadable' });
});

it.each([301, 302, 303, 307, 308])('gives a redirect back as it is: %i', async status => {
  let followed = 0;
  const other = await httpServer((_, response) => {
    followed += 1;
    response.end();
  });
  const url = await httpServer((_, response) => response.writeHead(status, { location: other }).end('moved'));
  const reply = await get(url);
  expect(reply).toMatchObject({ status, headers: { location: other } });
  expect(textOf(reply)).toBe('moved');
  expect(followed).toBe(0);
});

it('passes over interim answers', async () => {
  const url = await httpServer((_, response) => {
    response.writeProcessing();
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.writeHead(201, { 'x-final': 'yes' }).end('{}');
  });
  const reply = await get(url);
  expect(reply.status).toBe(201);
  expect(reply.headers).toMatchObject({ 'x-final': 'yes' });
  expect(reply.headers).not.toHaveProperty('link');
});

it('ends with its signal, and lets go of the connection', async () => {
  let open = 0;
  const url = await httpServer((request, response) => {
    open += 1;
    request.socket.once('close', () => {
      open -= 1;
    });
    response.write('{');
  });
  const controller = new AbortController();
  const outcome = get(url, unlimited, controller.signal);
  await until(() => open === 1);
  controller.abort();
  await expect(outcome).rejects.toMatchObject({ kind: 'aborted' });
  await until(() => open === 0);
});

it('sends nothing when its signal has been given already', async () => {
  let asked = 0;
  const url = await httpServer((_, response) => {
    asked += 1;
    response.end();
  });
  const same = wire();
  await expect(get(url, unlimited, AbortSignal.abort(), same)).rejects.toMatchObject({ kind: 'aborted' });
  await get(url, unlimited, never(), same);
  expect(asked).toBe(1);
});

it('sends nothing when it is given up while it waits for a connection', async () => {
  const asked: (string | undefined)[] = [];
  const url = await httpServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/last') response.end();
  });
  const same = wire();
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const busy = Array.from({ length: 33 }, () => get(`${url}busy`, unlimited, controller.signal, same));
  await until(() => asked.length === 33);
  await expect(get(`${url}late`, { ...unlimited, timeout: 50 }, never(), same)).rejects.toMatchObject({
    kind: 'timeout',
  });
  controller.abort();
  await Promise.allSettled(busy);
  await get(`${url}last`, unlimited, never(), same);
  expect(asked).not.toContain('/late');
});

it('leaves no listener on a signal, over 500 calls that end in every way', async () => {
  const url = await httpServer((request, response) => {
    if (request.url === '/2') request.socket.destroy();
    else if (request.url !== '/1') response.end('{}');
  });
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const same = wire();
  for (let round = 0; round < 5; round++) {
    const calls = Array.from({ length: 100 }, (_, index) =>
      get(`${url}${index % 20}`, { ...unlimited, ...(index % 20 === 1 && { timeout: 5 }) }, signal, same),
    );
    await Promise.allSettled(calls);
  }
  expect(added).toHaveBeenCalledTimes(500);
  expect(removed).toHaveBeenCalledTimes(500);
});

it('cuts what runs when it is closed, and takes no more', async () => {
  let asked = false;
  const url = await httpServer(() => {
    asked = true;
  });
  const closing = wire();
  const outcome = get(url, unlimited, never(), closing);
  outcome.catch(() => undefined);
  await until(() => asked);
  await closing.close();
  await expect(outcome).rejects.toMatchObject({ name: 'WireFault', kind: 'reset' });
  await expect(get(url, unlimited, never(), closing)).rejects.toMatchObject({ name: 'WireFault' });
  await closing.close();
});
