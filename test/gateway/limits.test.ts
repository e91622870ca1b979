import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { SharedState } from '../../src/crm/shared-state.js';
import { rateLimiter } from '../../src/gateway/rate.js';
import {
  basic,
  call,
  error,
  koshelek,
  rawConnection,
  requestText,
  startGateway,
  until,
} from './start-gateway.js';

test('a login that makes more requests than it may: 422, and the others are served', async () => {
  const other = { ...koshelek, login: 'other' };
  const rate = await rateLimiter({ calls: 3, per: 3_600_000 });
  const { url, runs } = await startGateway({ users: [koshelek, other], bounds: { rate } });
  const statuses: number[] = [];
  for (let round = 0; round < 5; round++) statuses.push((await call(`${url}/v1/card`)).status);
  expect(statuses).toEqual([200, 200, 200, 422, 422]);

  const refused = await call(`${url}/v1/card`);
  expect(await refused.json()).toEqual(error('1014'));
  expect(refused.headers.get('retry-after')).toBe('3600');
  const served = await fetch(`${url}/v1/card`, { headers: { authorization: basic('other', 'secret') } });
  expect(served.status).toBe(200);
  expect(runs).toHaveLength(4);
});

test('the rate of a login is not used up by somebody who does not know its password', async () => {
  const rate = await rateLimiter({ calls: 1, per: 3_600_000 });
  const { url } = await startGateway({ bounds: { rate } });
  for (let round = 0; round < 3; round++) {
    await fetch(`${url}/v1/card`, { headers: { authorization: basic('koshelek', 'wrong') } });
  }
  expect((await call(`${url}/v1/card`)).status).toBe(200);
});

test('connections beyond the cap are closed at once, and a place that is given up is free', async () => {
  const { port, lines } = await startGateway({ maxConnections: 2 });
  const first = rawConnection(port, requestText('GET /v1/card'));
  const second = rawConnection(port, requestText('GET /v1/card'));
  await until(() => first.received() !== '' && second.received() !== '');

  const third = connect(port, '127.0.0.1');
  onTestFinished(() => void third.destroy());
  // Without a word: to write one would be work for somebody who may be an attacker.
  const closed = new Promise(resolve => third.on('error', resolve).on('close', resolve).resume());
  await closed;
  expect(lines.filter(({ msg }) => msg === 'too many connections')).toHaveLength(1);

  first.socket.end();
  await first.closed;
  const fourth = rawConnection(port, requestText('GET /v1/card', { connection: 'close' }));
  expect(await fourth.closed).toMatch(/^HTTP\/1.1 200 OK/);
});

test('an address of a request that is too long', async () => {
  const { port, runs } = await startGateway({ bounds: { maxUrl: 36 } });
  const ask = (line: string) => rawConnection(port, requestText(line, { connection: 'close' })).closed;
  expect(await ask(`GET /v1/card?msisdn=79620480100&${'x'.repeat(8)}`)).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask(`GET /v1/card?msisdn=79620480100&${'x'.repeat(9)}`)).toMatch(
    /^HTTP\/1.1 422 [\s\S]*"1012"/,
  );
  expect(runs).toHaveLength(1);
});

test('headers that are too large together', async () => {
  const { port, runs } = await startGateway({ maxHeaders: 1_000 });
  const ask = (size: number) =>
    rawConnection(port, requestText('GET /v1/card', { connection: 'close', 'x-large': 'x'.repeat(size) }))
      .closed;
  expect(await ask(500)).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask(1_000)).toMatch(/^HTTP\/1.1 422 [\s\S]*"1012"/);
  expect(runs).toHaveLength(1);
});

test('a connection is kept open for as long as the config says, and the client is told', {
  tags: ['slow'],
}, async () => {
  const { url, port } = await startGateway({ keepAliveTimeout: 50 });
  expect((await call(`${url}/v1/card`)).headers.get('keep-alive')).toBe('timeout=0');
  // Nothing but the gateway ends it.
  expect(await rawConnection(port, requestText('GET /v1/card')).closed).toMatch(/^HTTP\/1.1 200 /);
});

test('of two gateways that share state, but no CRM, each counts its own logins', async () => {
  const counts = new Map<string, number>();
  const state = {
    hit: async (key: string) => {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key);
    },
  } as unknown as SharedState;
  const rateOf = (baseUrl: string) => rateLimiter({ calls: 1, per: 60_000 }, { state, baseUrl });
  const statusOf = async (baseUrl: string) => {
    const { url } = await startGateway({ bounds: { rate: await rateOf(baseUrl) } });
    return (await call(`${url}/v1/card`)).status;
  };
  expect(await statusOf('https://one.test')).toBe(200);
  expect(await statusOf('https://other.test')).toBe(200);
  expect(await statusOf('https://one.test')).toBe(422);
});

test('a login may go on when its time has come', async () => {
  const rate = await rateLimiter({ calls: 1, per: 200 });
  const { url } = await startGateway({ bounds: { rate } });
  expect((await call(`${url}/v1/card`)).status).toBe(200);
  await vi.waitFor(async () => expect((await call(`${url}/v1/card`)).status).toBe(200), { timeout: 15_000 });
});
