import { beforeAll, expect, it } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { fileCleanup } from './cleanup.js';
import { LOGIN, loyaltyGw, PASSWORD, type SpawnedGateway, serve, TOKEN } from './gateway.js';
import { start } from './processes.js';

const cleanup = fileCleanup();
let gateway: SpawnedGateway;

beforeAll(async () => {
  const env = { ...process.env, CRM_PORT: '0', CRM_TOKEN: TOKEN };
  const crm = start(process.execPath, ['examples/demo-crm/main.js'], { env });
  cleanup(async () => void (await crm.stop()));
  const [, url = ''] = await crm.line(/^demo CRM listening on (\S+)$/);
  gateway = await serve({ crm: url }, cleanup);
});

it('the demo passes every scenario of the selftest, with nothing left out', async () => {
  const argv = [
    'selftest',
    gateway.url,
    '--user',
    `${LOGIN}:${PASSWORD}`,
    '--data',
    'examples/demo/selftest.yaml',
  ];
  // A budget that no machine exceeds: how fast it is, is measured elsewhere.
  argv.push('--allow-writes', '--api', '1.2.0', '--budget', '1m', '--timeout', '1m', '--json');
  const run = loyaltyGw(argv, cleanup);
  const code = await run.ended;
  const result = JSON.parse(run.stdout());
  const steps = result.scenarios.flatMap(({ steps }: { steps: { outcome: string }[] }) => steps);
  expect(steps.filter(({ outcome }: { outcome: string }) => outcome !== 'passed')).toEqual([]);
  expect(result).toMatchObject({ passed: steps.length, failed: 0, warned: 0, skipped: 0 });
  expect(result.latencies.map(({ operation }: { operation: string }) => operation)).toEqual(operationIds);
  expect({ code, stderr: run.stderr() }).toEqual({ code: 0, stderr: '' });
  expect(run.stdout()).not.toContain(PASSWORD);
});
