/** @module-tag slow */
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { blocksOf } from '../docs/blocks.js';
import { expectShown } from '../docs/output.js';
import { LOGIN, loyaltyGw, PASSWORD, serve, TOKEN } from './gateway.js';
import { start } from './processes.js';

it('the demo passes every scenario of the selftest, as the README shows', async () => {
  const env = { ...process.env, CRM_PORT: '0', CRM_TOKEN: TOKEN };
  const crm = start(process.execPath, ['examples/demo-crm/main.js'], { env });
  onTestFinished(async () => void (await crm.stop()));
  const [, crmUrl = ''] = await crm.line(/^demo CRM listening on (\S+)$/);
  const { url } = await serve({ crm: crmUrl }, onTestFinished);

  const user = ['--user', `${LOGIN}:${PASSWORD}`, '--data', 'examples/demo/selftest.yaml'];
  const rights = ['--allow-writes', '--api', '1.2.0'];
  // A budget that no machine exceeds: how fast it is, is measured elsewhere.
  const bounds = ['--budget', '1m', '--timeout', '1m'];
  const run = loyaltyGw(['selftest', url, ...user, ...rights, ...bounds], onTestFinished);

  expect(await run.ended).toBe(0);
  expect(run.stderr()).toBe('');
  expect(run.stdout()).toMatch(/\b0 failed, 0 warnings, 0 skipped\n$/);
  const [report] = blocksOf(await readFile('README.md', 'utf8')).filter(
    block => block.language === 'console',
  );
  expectShown(run.stdout(), report?.text.replace('http://127.0.0.1:8080', url) ?? '', 'README.md');
});
