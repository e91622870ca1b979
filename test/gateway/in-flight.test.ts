import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { hashPassword, parsePasswordHash } from '../../src/config/password-hash.js';
import type { SharedState } from '../../src/crm/shared-state.js';
import type { Answer } from '../../src/engine/answer.js';
import { rateLimiter } from '../../src/gateway/rate.js';
import {
  basic,
  call,
  error,
  found,
  koshelek,
  rawConnection,
  requestText,
  startGateway,
  until,
} from './start-gateway.js';

/** A run that waits until it is let go. */
function held() {
  const waiting: (() => void)[] = [];
  const run = () => new Promise<typeof found>(resolve => waiting.push(() => resolve(found)));
  const release = () => {
    for (const answer of waiting.splice(0)) answer();
  };
  return { run, waiting, release };
}

/** A rate that other replicas count too, which takes its time. */
async function slowRate() {
  const hit = async () => {
    await delay(200);
    return 1;
  };
  return rateLimiter(
    { calls: 1_000, per: 60_000 },
    { state: { hit } as unknown as SharedState, baseUrl: '' },
  );
}

async function hashed() {
  const password = parsePasswordHash(await hashPassword('secret'));
  if (!password) throw new Error('no hash');
  return { ...koshelek, password };
}

test('more requests in flight than may be: 422 at once, and none of those that run is lost', async () => {
  const { run, waiting, release } = held();
  const { url, runs } = await startGateway({ run, bounds: { maxInFlight: 2 } });
  const running = [call(`${url}/v1/card`), call(`${url}/v1/card`)];
  await until(() => waiting.length === 2);

  const refused = await call(`${url}/v1/card`);
  expect(refused.status).toBe(422);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toEqual(error('4006'));

  release();
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  const next = call(`${url}/v1/card`);
  await until(() => waiting.length === 1);
  release();
  expect((await next).status).toBe(200);
  expect(runs).toHaveLength(3);
});

test('a place in flight is free again when the run of a client that is gone has ended', async () => {
  const { run, waiting, release } = held();
  const { url, port, lines } = await startGateway({ run, bounds: { maxInFlight: 1 } });
  const { socket, closed } = rawConnection(port, requestText('GET /v1/card'));
  await until(() => waiting.length === 1);
  // A client that only closes its side may still wait for the answer.
  socket.resetAndDestroy();
  await closed;
  expect((await call(`${url}/v1/card`)).status).toBe(422);
  release();
  await until(() => lines.some(({ msg, status }) => msg === 'request' && status === null));
  const next = call(`${url}/v1/card`);
  await until(() => waiting.length === 1);
  release();
  expect((await next).status).toBe(200);
});

test.each([
  ['the rate is asked of other replicas', async () => ({ bounds: { rate: await slowRate() } })],
  ['its password is hashed', async () => ({ users: [await hashed()] })],
])('clients that go while %s leave no place taken', async (_, options) => {
  const { bounds, ...rest } = { bounds: {}, ...(await options()) };
  const { url, port, lines } = await startGateway({ ...rest, bounds: { ...bounds, maxInFlight: 1 } });
  const clients = [1, 2, 3].map(() => rawConnection(port, requestText('GET /v1/card')));
  await Promise.all(
    clients.map(async ({ socket, closed }) => {
      await new Promise(resolve => socket.once('connect', resolve));
      await delay(20);
      socket.resetAndDestroy();
      await closed;
    }),
  );
  await until(() => lines.filter(({ msg }) => msg === 'request').length === 3);
  expect((await call(`${url}/v1/card`)).status).toBe(200);
});

test('requests that wait behind another on a connection that breaks leave no place taken', async () => {
  const { run, waiting, release } = held();
  const { url, port, lines } = await startGateway({ run, bounds: { maxInFlight: 20 } });
  const { socket, closed } = rawConnection(port, requestText('GET /v1/card').repeat(20));
  await until(() => waiting.length === 20);
  socket.resetAndDestroy();
  await closed;
  release();
  await until(() => lines.filter(({ msg }) => msg === 'request').length === 20);
  const together = Array.from({ length: 20 }, () => call(`${url}/v1/card`));
  await until(() => waiting.length === 20);
  release();
  expect((await Promise.all(together)).map(({ status }) => status)).toEqual(Array(20).fill(200));
});

test('who takes nothing of an answer keeps nobody out, and is cut', { tags: ['slow'] }, async () => {
  const large: Answer = { status: 200, body: JSON.stringify('x'.repeat(16 * 1024 * 1024)) };
  const { url, port, snapshot, lines } = await startGateway({
    run: async () => large,
    requestTimeout: 300,
    bounds: { maxInFlight: 1 },
  });
  const { socket, closed } = rawConnection(port, requestText('GET /v1/card'));
  socket.pause();
  await until(() => lines.some(({ msg }) => msg === 'request'));
  Object.assign(snapshot, { run: async () => found });
  expect((await call(`${url}/v1/card`)).status).toBe(200);
  // Reading nothing it learns by writing that the connection is no more.
  const writing = setInterval(() => socket.write(requestText('GET /v1/card')), 20);
  onTestFinished(() => clearInterval(writing));
  await closed.catch(() => undefined);
});

test('strangers take no place in flight', async () => {
  const { run, waiting, release } = held();
  const { url } = await startGateway({ run, bounds: { maxInFlight: 1 } });
  const running = call(`${url}/v1/card`);
  await until(() => waiting.length === 1);
  const stranger = await fetch(`${url}/v1/card`, { headers: { authorization: basic('koshelek', 'wrong') } });
  expect(stranger.status).toBe(401);
  release();
  expect((await running).status).toBe(200);
});

test('a write is not run without its body when its client goes while its login is looked at', {
  tags: ['slow'],
}, async () => {
  const { port, runs, lines } = await startGateway({ users: [await hashed()] });
  const body = '{"surname":"Иванова"}';
  const length = String(Buffer.byteLength(body));
  const text = requestText(
    'PUT /v1/card/4700',
    { 'content-type': 'application/json', 'content-length': length },
    body,
  );
  const { socket, closed } = rawConnection(port, text);
  await new Promise(resolve => socket.once('connect', resolve));
  await delay(20);
  socket.resetAndDestroy();
  await closed;
  await until(() => lines.some(({ msg }) => msg === 'request'));
  expect(runs).toEqual([]);
});

test('the time of an answer that nobody took is over when it was taken', { tags: ['slow'] }, async () => {
  const large: Answer = { status: 200, body: JSON.stringify('x'.repeat(16 * 1024 * 1024)) };
  const { run, waiting, release } = held();
  const answers = [async () => large, run];
  const { port } = await startGateway({ requestTimeout: 1_000, run: () => (answers.shift() ?? run)() });
  const { socket, received } = rawConnection(port, requestText('GET /v1/card').repeat(2));
  socket.pause();
  await until(() => waiting.length === 1);
  socket.resume();
  await until(() => received().length > large.body.length);
  // Longer than that time; what would cut it comes after twice as much.
  await delay(2_500);
  release();
  await until(() => received().endsWith(found.body));
});
