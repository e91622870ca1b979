import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { HttpWire } from '../../src/crm/http-wire.js';
import type { Live } from '../../src/gateway/passed-exchange.js';
import { Passthrough } from '../../src/gateway/passthrough.js';
import { USUAL_LIMITS } from '../../src/mapping/compile-limits.js';
import { listen } from '../crm/local-server.js';
import { rawConnection, requestText, until } from './start-gateway.js';

const limits = { timeout: 60_000, maxReply: 1_000 };

/** A request that has arrived, with the beginning of its body, and the client that goes on with it. */
async function arrived(begin: string, length: number) {
  let live: Live | undefined;
  const server = createServer((request, response) => {
    live = { request, response, hasBody: true };
  });
  const { port } = new URL(await listen(server));
  const client = rawConnection(
    Number(port),
    requestText('PUT /card', { 'content-length': String(length) }, begin),
  );
  await until(() => live !== undefined);
  return { live: live as unknown as Live, client };
}

/** A CRM that answers nobody, and a way to it. */
async function way() {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(request => void asked.push(request.on('error', () => {})));
  server.on('connection', socket => sockets.add(socket.once('close', () => sockets.delete(socket))));
  const url = await listen(server);
  const http = new HttpWire();
  const passthrough = new Passthrough(http, 1024 * 1024, { tls: undefined, limits: USUAL_LIMITS });
  onTestFinished(async () => {
    passthrough.close();
    await http.close();
  });
  const call = { method: 'PUT', url: `${url}card`, headers: {}, isPassed: true } as const;
  return { asked, sockets, passthrough, call };
}

test('what was given up before it began is not begun', async () => {
  const { live } = await arrived('{}', 2);
  const { asked, passthrough, call } = await way();
  const exchange = passthrough.wireOf(live).exchange(call, limits, AbortSignal.abort());
  await expect(exchange).rejects.toMatchObject({ name: 'WireFault', kind: 'aborted' });
  expect(asked).toEqual([]);
  // Its body is there for nobody else to stumble over.
  expect(live.request.readableFlowing).toBe(true);
});

test('what is given up just after it began ends, although the library does not listen yet', async () => {
  const { live } = await arrived('{}', 2);
  const { asked, sockets, passthrough, call } = await way();
  const controller = new AbortController();
  const exchange = passthrough.wireOf(live).exchange(call, limits, controller.signal);
  controller.abort();
  await expect(exchange).rejects.toMatchObject({ kind: 'aborted' });
  // The next one is answered when the connection of this one, which came before, would have been.
  const other = await arrived('{}', 2);
  const next = passthrough
    .wireOf(other.live)
    .exchange({ ...call, url: `${call.url}/2` }, limits, new AbortController().signal);
  next.catch(() => {});
  await until(() => asked.length > 0);
  expect(asked.map(({ url }) => url)).toEqual(['/card/2']);
  // Nor does it keep a connection.
  await until(() => sockets.size === 1);
});

test('a client that has gone before it began is not asked for', async () => {
  const { live, client } = await arrived('{', 2);
  client.socket.resetAndDestroy();
  await until(() => live.response.closed);
  const { asked, passthrough, call } = await way();
  const exchange = passthrough.wireOf(live).exchange(call, limits, new AbortController().signal);
  await expect(exchange).rejects.toMatchObject({ name: 'Failure', error: 'badHttp' });
  expect(asked).toEqual([]);
});

test('the rest of a body is read, though nobody wants it any more', async () => {
  const size = 500_000;
  const { live } = await arrived('x'.repeat(size), size);
  const { asked, passthrough, call } = await way();
  const controller = new AbortController();
  const exchange = passthrough.wireOf(live).exchange(call, limits, controller.signal);
  await until(() => asked.length === 1);
  controller.abort();
  await expect(exchange).rejects.toMatchObject({ kind: 'aborted' });
  await until(() => live.request.complete);
});

test('a body is sent once', async () => {
  const { live } = await arrived('{}', 2);
  const { passthrough, call } = await way();
  const wire = passthrough.wireOf(live);
  const controller = new AbortController();
  const exchange = wire.exchange(call, limits, controller.signal);
  expect(() => wire.exchange(call, limits, controller.signal)).toThrow('cannot be sent twice');
  controller.abort();
  await expect(exchange).rejects.toMatchObject({ kind: 'aborted' });
});
