import { copyFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
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
