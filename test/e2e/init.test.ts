/** @module-tag slow */
import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { blocksOf } from '../docs/blocks.js';
import { loyaltyGw, temporaryFolder } from './gateway.js';
import { start } from './processes.js';

/** Runs a block of commands as a reader of the README would, with the command on the path. */
async function shell(commands: string, cwd: string): Promise<string> {
  const PATH = `${cwd}/..:${dirname(process.execPath)}:${process.env.PATH}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', commands], { cwd, env: { PATH } });
  return stdout;
}

it.each([
  ['--blank'],
  ['--openapi', resolve('test/scaffold/fixtures/shop.yaml')],
  ['--openapi', resolve('test/scaffold/fixtures/odd.yaml')],
])('%s %s gives a folder that passes check and test', async (...argv) => {
  const root = temporaryFolder(onTestFinished);
  const init = loyaltyGw(['init', 'my shop', ...argv, '--json'], onTestFinished, root);
  expect(await init.ended, init.stderr()).toBe(0);
  const { mapping } = JSON.parse(init.stdout());
  const cwd = join(root, 'my shop');
  const check = loyaltyGw(['check', mapping, 'selftest.yaml'], onTestFinished, cwd);
  expect([await check.ended, check.stdout()]).toEqual([0, '0 errors, 0 warnings\n']);
  const test = loyaltyGw(['test'], onTestFinished, cwd);
  expect(await test.ended, test.stdout()).toBe(0);
});

// Ten processes, one after another.
it('the next steps lead to a gateway that passes the selftest, by their own commands', {
  timeout: 240_000,
}, async () => {
  const crm = start(process.execPath, ['examples/demo-crm/main.js'], {
    env: { ...process.env, CRM_PORT: '0', CRM_TOKEN: 'a-token-of-the-tests' },
  });
  onTestFinished(async () => void (await crm.stop()));
  const [, crmUrl = ''] = await crm.line(/^demo CRM listening on (\S+)$/);
  const root = temporaryFolder(onTestFinished);
  symlinkSync(resolve('bin/loyalty-gw.js'), join(root, 'loyalty-gw'));
  await shell('./loyalty-gw init shop --crm demo-crm', root);

  const cwd = join(root, 'shop');
  const [copy, fill, check, dryRun, serve, selftest] = blocksOf(
    readFileSync(join(cwd, 'README.md'), 'utf8'),
  ).map(({ text }) => text);
  await shell(copy ?? '', cwd);
  const values: Record<string, string> = {
    KOSHELEK_PASSWORD: "'a password'",
    CRM_URL: crmUrl,
    CRM_TOKEN: 'a-token-of-the-tests',
  };
  const env = readFileSync(join(cwd, '.env'), 'utf8');
  writeFileSync(
    join(cwd, '.env'),
    env.replace(/^([A-Z_]+)=$/gm, (_, name) => `${name}=${values[name]}`),
  );
  const config = readFileSync(join(cwd, 'loyalty-gw.yaml'), 'utf8');
  // Any free port, because other tests run beside this one.
  const beside = 'listen: { port: 0 }\nadmin: { port: off }';
  writeFileSync(join(cwd, 'loyalty-gw.yaml'), config.replace(/^# listen: .*$/m, beside));

  expect(await shell(fill ?? '', cwd)).toBe('0 errors, 0 warnings\n');
  expect(await shell(check ?? '', cwd)).toMatch(/^0 errors, 0 warnings\n[\s\S]*\n\d+ passed, 0 failed\n$/);
  const exported = 'set -a; . ./.env; set +a\n';
  expect(await shell(`${exported}${dryRun}`, cwd)).toContain('the answer fits the contract of findCard');

  const PATH = `${root}:${dirname(process.execPath)}:${process.env.PATH}`;
  const gateway = start('sh', ['-c', `${exported}exec ${serve}`], { cwd, env: { PATH } });
  onTestFinished(async () => void (await gateway.stop()));
  const [, url = ''] = await gateway.line(/"url":"([^"]+)".*"msg":"listening"/);
  const tried = await shell(
    `${exported}${selftest?.replace('http://127.0.0.1:8080', url).trim()} --budget 1m`,
    cwd,
  );
  expect(tried).toMatch(/\b0 failed, 0 warnings/);
});
