import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../cli/capture.js';
import { folderOf } from '../config/reading.js';
import { configs, movedConfig } from './samples.js';

const env = { CRM_URL: 'https://crm.example.com', PORT: '8081', ADMIN_PORT: '9091' };

function check(config: string, secret: string) {
  const cwd = folderOf({
    'loyalty-gw.yaml': movedConfig(config),
    'demo-crm.yaml': readFileSync('mappings/demo-crm.yaml', 'utf8'),
    'secrets/koshelek-password': secret,
    'secrets/crm-token': secret,
  });
  return runCli(['check', '--config', 'loyalty-gw.yaml'], { cwd, env });
}

it.each(Object.entries(configs))('the config for %s passes check', async (_, config) => {
  expect(await check(config, 'invented\n')).toMatchObject({ code: 0, stdout: '0 errors, 0 warnings\n' });
});

it.each(Object.entries(configs))(
  'the config for %s holds no secret, and starts without none',
  async (_, config) => {
    const { users, params } = parse(config);
    for (const { password } of users) expect(password).toEqual({ file: expect.any(String) });
    expect(params.CRM_TOKEN).toEqual({ file: expect.any(String) });
    const { code, stdout } = await check(config, '\n');
    expect(code).toBe(1);
    expect(stdout).toMatch(/koshelek-password is empty/);
  },
);
