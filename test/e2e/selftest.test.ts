import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { blocksOf } from '../docs/blocks.js';
import { LOGIN, loyaltyGw, PASSWORD, serve, TOKEN } from './gateway.js';
import { start } from './processes.js';

/** Runs the selftest against a gateway before a demo CRM, both fresh: people without a card have none yet. */
async function selftestOfDemo(...more: string[]) {
  const env = { ...process.env, CRM_PORT: '0', CRM_TOKEN: TOKEN };
  const crm = start(process.execPath, ['examples/demo-crm/main.js'], { env });
  onTestFinished(async () => void (await crm.stop()));
  const [, url = ''] = await crm.line(/^demo CRM listening on (\S+)$/);
  const gateway = await serve({ crm: url }, onTestFinished);
  // A budget that no machine exceeds: how fast it is, is measured elsewhere.
  const bounds = ['--budget', '1m', '--timeout', '1m'];
  const user = ['--user', `${LOGIN}:${PASSWORD}`, '--data', 'examples/demo/selftest.yaml'];
  const rights = ['--allow-writes', '--api', '1.2.0'];
  const run = loyaltyGw(['selftest', gateway.url, ...user, ...rights, ...bounds, ...more], onTestFinished);
  const code = await run.ended;
  return { code, url: gateway.url, stdout: run.stdout(), stderr: run.stderr() };
}

it('the demo passes every scenario of the selftest, with nothing left out', async () => {
  const { code, stdout, stderr } = await selftestOfDemo('--json');
  const result = JSON.parse(stdout);
  const steps = result.scenarios.flatMap(({ steps }: { steps: { outcome: string }[] }) => steps);
  expect(steps.filter(({ outcome }: { outcome: string }) => outcome !== 'passed')).toEqual([]);
  expect(result).toMatchObject({ passed: steps.length, failed: 0, warned: 0, skipped: 0 });
  expect(result.latencies.map(({ operation }: { operation: string }) => operation)).toEqual(operationIds);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain(PASSWORD);
});

it('the report is the one in the README, but for the times', async () => {
  const { stdout, url } = await selftestOfDemo();
  const [report] = blocksOf(await readFile('README.md', 'utf8')).filter(
    block => block.language === 'console',
  );
  const timeless = (text: string) => text.replace(/ +[\d.]+ ms/g, ' … ms').replace(/(answers) .*/, '$1');
  expect(timeless(stdout)).toBe(timeless(report?.text.replace('http://127.0.0.1:8080', url) ?? ''));
});
