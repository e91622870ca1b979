/** @module-tag slow */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisServer, redisProgram } from '../shared/redis-server.js';
import { rotatingCrm } from '../shared/rotating-crm.js';
import { serve, TOKEN, temporaryFolder } from './gateway.js';

const MAPPING = `
mapping: 1
name: rotating
api: "1.2.0"
params:
  CRM_URL: { required: true }
  CRM_TOKEN: { required: true, secret: true }
crm:
  baseUrl: \${CRM_URL}
  timeout: 3s
  auth:
    oauth2:
      tokenUrl: \${CRM_URL}/token
      grant: refresh_token
      clientId: gateway
      clientSecret: \${CRM_TOKEN}
      refreshToken: \${CRM_TOKEN}
operations:
  findCard: { unsupported: "the tests need none" }
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}", ifMissing: cardNotFound }
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: CODE_128 }
`;

describe.skipIf(!redisProgram)('two gateways that share a Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  async function start(limits = '') {
    await redis.forget();
    const crm = await rotatingCrm(onTestFinished, TOKEN);
    const mapping = join(temporaryFolder(onTestFinished), 'crm.yaml');
    writeFileSync(mapping, MAPPING);
    const more = `replicas: true\nshared: "${redis.url}"\nadmin: { port: 0 }\nreload: { every: off }\n${limits}`;
    const options = { crm: crm.url, mapping, operations: ['getCard'], more };
    const gateways = await Promise.all([serve(options, onTestFinished), serve(options, onTestFinished)]);
    const ask = () =>
      Promise.all(gateways.map(async each => (await each.call('GET', '/v1/card/4700')).status));
    const ups = () =>
      Promise.all(
        gateways.map(async ({ process }) => {
          const [, admin] = await process.line(/"admin":"([^"]+)"/);
          const text = await (await fetch(`${admin}/metrics`)).text();
          return /^loyalty_gw_shared_up (\d)$/m.exec(text)?.[1];
        }),
      );
    const told = (msg: string) => gateways.map(each => each.log().filter(line => line.msg === msg).length);
    return { crm, mapping, gateways, ask, ups, told };
  }

  it('log in one at a time, over reloads, and say when it is away and there again', async () => {
    const { crm, mapping, gateways, ask, ups, told } = await start();
    expect(await ask()).toEqual([200, 200]);
    expect(crm.logins()).toBe(1);
    crm.expire();
    expect(await ask()).toEqual([200, 200]);
    expect(crm.logins()).toBe(2);

    // Another way to the CRM, and the same token.
    writeFileSync(mapping, readFileSync(mapping, 'utf8').replace('timeout: 3s', 'timeout: 4s'));
    for (const { process } of gateways) {
      process.child.kill('SIGHUP');
      await process.line(/"msg":"reloaded"/);
    }
    crm.expire();
    expect(await ask()).toEqual([200, 200]);

    expect(await ups()).toEqual(['1', '1']);
    await redis.down();
    await vi.waitFor(async () => expect(await ups()).toEqual(['0', '0']), { timeout: 15_000 });
    expect(await ask()).toEqual([200, 200]);
    crm.expire();
    const before = crm.logins();
    expect(await ask()).toEqual([422, 422]);
    expect(crm.logins()).toBe(before);
    await redis.up();
    await vi.waitFor(async () => expect(await ups()).toEqual(['1', '1']), { timeout: 15_000 });
    await vi.waitFor(async () => expect(await ask()).toEqual([200, 200]), {
      timeout: 60_000,
      interval: 500,
    });
    expect(crm.logins()).toBe(before + 1);
    expect(crm.isLocked()).toBe(false);
    expect(told('shared state is away: each replica goes on by itself')).toEqual([1, 1]);
    expect(told('shared state is there')).toEqual([2, 2]);

    for (const { process } of gateways) expect(await process.stop()).toBe(0);
    const printed = gateways.map(({ process }) => process.stdout() + process.stderr()).join('');
    expect(printed).not.toMatch(/pass-word-of-tests|refresh-\d|access-\d|redis:\/\//);
  }, 120_000);

  it('count the requests of a login together', async () => {
    const { ask } = await start('limits: { rate: 4/h }\n');
    const statuses = (await Promise.all([ask(), ask(), ask()])).flat();
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 422, 422]);
  });
});
