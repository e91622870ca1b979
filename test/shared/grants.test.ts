import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Sessions } from '../../src/crm/sessions.js';
import { RedisState } from '../../src/shared/redis.js';
import { clientOf } from '../crm/real-crm.js';
import { RedisServer, redisProgram } from './redis-server.js';
import { rotatingCrm } from './rotating-crm.js';

const params = {
  params: 'REFRESH: { secret: true }\nSECRET: { secret: true }',
  given: { REFRESH: 'refresh-0', SECRET: 'client-secret-of-tests' },
};

const crmText = (url: string) =>
  [
    'auth:',
    '  oauth2:',
    `    tokenUrl: ${url}/token`,
    '    grant: refresh_token',
    '    clientId: gateway',
    '    clientSecret: "${SECRET}"',
    '    refreshToken: "${REFRESH}"',
  ].join('\n');

describe.skipIf(!redisProgram)('a refresh token that is replaced with each use', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.remove());

  async function replicas(url: string, count: number) {
    await server.forget();
    return Promise.all(
      Array.from({ length: count }, async () => {
        const options = { answering: 60_000, onChange: () => {} };
        const state = await RedisState.open(server.url, options);
        const { mapping, run } = clientOf(url, crmText(url), undefined, params);
        const stop = new AbortController();
        onTestFinished(() => {
          stop.abort();
          state.close();
        });
        const sessions = await Sessions.open(mapping, stop.signal, undefined, state);
        return { run: async () => (await run({ sessions, now: Date.now })).failure, sessions };
      }),
    );
  }

  it('is used by one replica at a time, and what it gives serves all', { tags: ['slow'] }, async () => {
    const crm = await rotatingCrm(onTestFinished);
    const all = await replicas(crm.url, 4);
    for (let round = 1; round <= 5; round++) {
      const failures = await Promise.all(all.flatMap(({ run }) => [run(), run()]));
      expect(failures.filter(failure => failure !== undefined)).toEqual([]);
      expect(crm.logins()).toBe(round);
      crm.expire();
    }
    expect(crm.isLocked()).toBe(false);
  });

  it('goes on after a restart of all replicas, with what the last one left', async () => {
    const crm = await rotatingCrm(onTestFinished);
    const [first] = await replicas(crm.url, 1);
    await first?.run();
    crm.expire();
    const state = await RedisState.open(server.url, { answering: 60_000, onChange: () => {} });
    onTestFinished(() => state.close());
    const { mapping, run } = clientOf(crm.url, crmText(crm.url), undefined, params);
    const sessions = await Sessions.open(mapping, new AbortController().signal, undefined, state);
    expect((await run({ sessions })).failure).toBeUndefined();
    expect(crm.isLocked()).toBe(false);
  });

  it('stands sealed in the server', async () => {
    const crm = await rotatingCrm(onTestFinished);
    const [one] = await replicas(crm.url, 1);
    await one?.run();
    const held = await server.holds();
    expect(held).toContain('grant:');
    expect(held).not.toMatch(/refresh-\d|access-\d|client-secret/);
  });

  it('is not used while the server is away: the session in hand serves, and a login fails', {
    tags: ['slow'],
  }, async () => {
    const crm = await rotatingCrm(onTestFinished);
    const [one, other] = await replicas(crm.url, 2);
    expect(await one?.run()).toBeUndefined();
    await server.down();
    onTestFinished(() => server.up().catch(() => undefined));
    expect(await one?.run()).toBeUndefined();
    expect(await other?.run()).toMatch(/^crmUnavailable: the login is shared with other replicas/);
    expect(crm.logins()).toBe(1);
    await server.up();
    await vi.waitFor(async () => expect(await other?.run()).toBeUndefined(), {
      timeout: 30_000,
      interval: 500,
    });
    expect(crm.isLocked()).toBe(false);
  });

  it('is handed on as soon as the server is back, when it went away during a login', {
    tags: ['slow'],
  }, async () => {
    const crm = await rotatingCrm(onTestFinished);
    const [one, other] = await replicas(crm.url, 2);
    crm.beforeAnswer(() => server.down());
    onTestFinished(() => server.up().catch(() => undefined));
    expect(await one?.run()).toBeUndefined();
    crm.beforeAnswer(async () => {});
    await server.up();
    // What is left lies beside whose turn it is.
    const isLeft = async () => expect(await server.holds()).toMatch(/grant:[\w-]+\r?\n/);
    await vi.waitFor(isLeft, { timeout: 60_000, interval: 200 });
    crm.expire();
    expect(await other?.run()).toBeUndefined();
    expect(crm.logins()).toBe(2);
    expect(crm.isLocked()).toBe(false);
  });
});
