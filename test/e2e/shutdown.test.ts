import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { startBrokenCrm } from './broken-crm.js';
import { call, loyaltyGw, serve, TOKEN, temporaryFolder, writeConfig } from './gateway.js';

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
  const gateway = await serve({ crm: crm.url, more }, onTestFinished);
  const outcome = gateway.call('GET', FIND).catch((error: Error) => error.message);
  await asked;
  return { gateway, outcome, answer: () => answer(), process: gateway.process };
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: what runs is answered, then the process ends with 0',
  async signal => {
    const { gateway, outcome, answer, process } = await waitingGateway();
    process.child.kill(signal);
    await delay(100);
    await expect(call('GET', gateway.url + FIND)).rejects.toThrow('ECONNREFUSED');
    answer();
    expect(await outcome).toMatchObject({ status: 200, text: '', headers: { connection: 'close' } });
    expect(await process.ended).toBe(0);
    expect(process.stderr()).toBe('');
    expect(gateway.log().at(-1)).toMatchObject({ msg: 'request', operation: 'findCard', status: 200 });
  },
);

it('is bounded: what runs for longer is ended, and is told so', async () => {
  const { gateway, outcome, process } = await waitingGateway('limits: { shutdown: 200ms }');
  const begun = performance.now();
  process.child.kill('SIGTERM');
  expect(await process.ended).toBe(0);
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(await outcome).toMatchObject({
    status: 422,
    json: { code: '4003', description: 'Шлюз завершает работу' },
    headers: { connection: 'close' },
  });
  expect(gateway.log().at(-1)).toMatchObject({ msg: 'request', status: 422, error: 'shuttingDown' });
});

it('ends at once when it is asked again', async () => {
  const { process } = await waitingGateway();
  process.child.kill('SIGTERM');
  await delay(400);
  process.child.kill('SIGTERM');
  expect(await process.ended).toBe(130);
});

it('does not start with a config that is wrong: findings, and 1', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeConfig(folder, { crm: 'http://127.0.0.1:1', more: 'basPath: /x' });
  const process = loyaltyGw(['serve', '--config', 'loyalty-gw.yaml'], { cwd: folder });
  expect(await process.ended).toBe(1);
  expect(process.stdout()).toBe('');
  expect(process.stderr()).toMatch(
    /^loyalty-gw\.yaml:\d+:1 error unknown-key {2}unknown key "basPath"; did you mean "basePath"\?\n/,
  );
});

it('does not start with a mapping that is wrong: findings, and 1', async () => {
  const folder = temporaryFolder(onTestFinished);
  const mapping = join(folder, 'crm.yaml');
  writeFileSync(
    mapping,
    'mapping: 1\nname: x\napi: "1.0.0"\ncrm: { baseUrl: "http://127.0.0.1:1" }\noperations:\n  findCrad: {}\n',
  );
  const config = writeConfig(folder, { crm: 'http://127.0.0.1:1', mapping });
  const process = loyaltyGw(['serve', '--config', config], { cwd: folder });
  expect(await process.ended).toBe(1);
  expect(process.stderr()).toContain('there is no operation "findCrad"');
  expect(process.stderr()).toMatch(/\n\d+ errors?, \d+ warnings?\n$/);
});

it('does not start on a port that is taken: one line, and 1', async () => {
  const other = createServer();
  const port = await new Promise<number>(resolve =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  onTestFinished(() => void other.close());
  const folder = temporaryFolder(onTestFinished);
  const config = writeConfig(folder, { crm: 'http://127.0.0.1:1' });
  const yaml = readFileSync(config, 'utf8').replace('port: 0', `port: ${port}`);
  writeFileSync(config, yaml);
  const process = loyaltyGw(['serve', '--config', config]);
  expect(await process.ended).toBe(1);
  expect(process.stdout()).toBe('');
  expect(process.stderr()).toBe(`loyalty-gw: port ${port} on 127.0.0.1 is already in use\n`);
});

it('runs from a folder with spaces and Cyrillic, with a config relative to another one', async () => {
  const crm = await startDemoCrm({ token: TOKEN });
  onTestFinished(() => crm.close());
  const folder = temporaryFolder(onTestFinished, 'Шлюз лояльности (копия)/конфиг 1');
  copyFileSync('mappings/demo-crm.yaml', join(folder, 'демо CRM.yaml'));
  const config = writeConfig(folder, { crm: crm.url, mapping: './демо CRM.yaml' });
  const cwd = join(folder, '..');
  const process = loyaltyGw(['serve', '-c', relative(cwd, config)], { cwd });
  onTestFinished(() => void process.stop());
  const [, url = ''] = await process.line(/"url":"([^"]+)"/);
  expect((await call('GET', `${url}/v1/card?msisdn=79620480100`)).json).toMatchObject({
    card: { cardNumber: '4700000000000072783' },
  });
});
