/** @module-tag slow */
import { copyFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { startBrokenCrm } from './broken-crm.js';
import { call, changedMapping, loyaltyGw, serve, TOKEN, temporaryFolder, writeConfig } from './gateway.js';

const FIND = '/v1/card?msisdn=79620480199';

/** A CRM that answers when it is told to, and a gateway with a request that waits for it. */
async function waitingGateway(more = '') {
  let arrived = () => {};
  let answer = () => {};
  const asked = new Promise<void>(resolve => {
    arrived = resolve;
  });
  const crm = await startBrokenCrm(onTestFinished, (_, response) => {
    answer = () => response.end('{"items":[],"total":0}');
    arrived();
  });
  // Longer than a loaded machine takes to stop, and shorter than the 10 s that a gateway gives what runs.
  const mapping = changedMapping(onTestFinished, 'timeout: 3s', 'timeout: 8s');
  const gateway = await serve({ crm: crm.url, mapping, more }, onTestFinished);
  const outcome = gateway.call('GET', FIND).catch((error: Error) => error.message);
  await asked;
  return { gateway, outcome, answer: () => answer(), process: gateway.process };
}

/** Waits until nobody is let in any more: the signal has arrived. */
function untilRefused(url: string): Promise<void> {
  // A request that runs nothing, for it may come before the signal.
  const knock = () => call('GET', `${url}/nowhere`);
  return vi.waitFor(() => expect(knock()).rejects.toThrow('ECONNREFUSED'), { timeout: 30_000 });
}

it('answers what runs, then the process ends with 0', async () => {
  const { gateway, outcome, answer, process } = await waitingGateway();
  process.child.kill('SIGTERM');
  await untilRefused(gateway.url);
  answer();
  expect(await outcome).toMatchObject({ status: 200, text: '', headers: { connection: 'close' } });
  expect(await process.ended).toBe(0);
  expect(process.stderr()).toBe('');
  expect(gateway.log().at(-1)).toMatchObject({ msg: 'request', operation: 'findCard', status: 200 });
});

it('is bounded: what runs for longer is ended, and is told so', async () => {
  const { gateway, outcome, process } = await waitingGateway('limits: { shutdown: 200ms }');
  process.child.kill('SIGTERM');
  expect(await process.ended).toBe(0);
  // Without the bound it would be told that the CRM is late.
  expect(await outcome).toMatchObject({
    status: 422,
    json: { code: '4003', description: 'Шлюз завершает работу' },
    headers: { connection: 'close' },
  });
  expect(gateway.log().at(-1)).toMatchObject({ msg: 'request', status: 422, error: 'shuttingDown' });
});

it('ends at once when it is asked again, as by a second Ctrl-C', async () => {
  const { gateway, process } = await waitingGateway();
  process.child.kill('SIGINT');
  await untilRefused(gateway.url);
  // A second one within 250 ms is taken for the echo of the first.
  await delay(300);
  process.child.kill('SIGINT');
  expect(await process.ended).toBe(130);
});

describe('a grace period', () => {
  /** A gateway that is told to stop, and a look at what it says of itself. */
  async function stopping(grace: string) {
    const crm = await startBrokenCrm(onTestFinished, (_, response) => response.end('{"items":[],"total":0}'));
    const more = `admin: { port: 0 }\nlimits: { ${grace} }`;
    const gateway = await serve({ crm: crm.url, more }, onTestFinished);
    const [, admin = ''] = await gateway.process.line(/"admin":"([^"]+)"/);
    const ready = async () => (await fetch(`${admin}/readyz`)).status;
    return { gateway, process: gateway.process, ready };
  }

  it('goes on serving old and new connections, ends each with its answer, and is not ready', async () => {
    const { gateway, process, ready } = await stopping('grace: 10m');
    expect(await ready()).toBe(200);
    expect((await gateway.call('GET', FIND)).headers.connection).toBe('keep-alive');
    process.child.kill('SIGTERM');
    await process.line(/"grace":600000,"msg":"stopping"/);
    expect(await ready()).toBe(503);
    // The agent of the gateway's calls has a connection open; others are new.
    for (const agent of [undefined, new Agent()]) {
      const answer = await gateway.call('GET', FIND, agent && { agent });
      expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
    }
    // A second signal ends it at once; within 250 ms it is taken for the echo of the first.
    await delay(300);
    process.child.kill('SIGTERM');
    expect(await process.ended).toBe(130);
  });

  it('ends by itself, and then the process does', async () => {
    const { process } = await stopping('grace: 50ms');
    process.child.kill('SIGTERM');
    expect(await process.ended).toBe(0);
    await process.line(/"grace":50,"msg":"stopping"/);
  });

  it('is five seconds where somebody looks whether it is ready, and none where nobody does', async () => {
    const [watched, unwatched] = [await stopping(''), await stopping('')];
    expect(await watched.ready()).toBe(200);
    for (const { process } of [watched, unwatched]) process.child.kill('SIGTERM');
    await watched.process.line(/"grace":5000,"msg":"stopping"/);
    expect(await unwatched.process.ended).toBe(0);
    await unwatched.process.line(/"grace":0,"msg":"stopping"/);
  });
});

it('runs from a folder with spaces and Cyrillic, with a config relative to another one', async () => {
  const crm = await startDemoCrm({ token: TOKEN });
  onTestFinished(() => crm.close());
  const folder = temporaryFolder(onTestFinished, 'Шлюз лояльности (копия)/конфиг 1');
  copyFileSync('mappings/demo-crm.yaml', join(folder, 'демо CRM.yaml'));
  const config = writeConfig(folder, { crm: crm.url, mapping: './демо CRM.yaml' });
  const cwd = join(folder, '..');
  const process = loyaltyGw(['serve', '-c', relative(cwd, config)], onTestFinished, cwd);
  const [, url = ''] = await process.line(/"url":"([^"]+)"/);
  expect((await call('GET', `${url}/v1/card?msisdn=79620480100`)).json).toMatchObject({
    card: { cardNumber: '4700000000000072783' },
  });
});
