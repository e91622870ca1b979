import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { has } from '../e2e/has.js';
import { configs, sample } from './samples.js';

const unit = sample('systemd/loyalty-gw@.service');

/** What the unit says, by key. Some keys stand there twice. */
const settings = (key: string) =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

/** Runs systemd-analyze on the unit, and gives all that it says and how it ends. */
function analyze(command: string[], text = unit): string {
  // What it runs and where its docs are is not on this machine; Node is.
  const here = text.replace('/usr/bin/node', process.execPath).replace(/^Documentation=.*\n/m, '');
  const folder = folderOf({ 'loyalty-gw@.service': here });
  const argv = [...command, join(folder, 'loyalty-gw@.service')];
  const { stdout, stderr, status } = spawnSync('systemd-analyze', argv, { encoding: 'utf8' });
  return `${stdout}${stderr}exit ${status}`;
}

describe.runIf(has('systemd-analyze', 'the unit of systemd is not verified'))('the unit of systemd', () => {
  it('is one that systemd knows', () => {
    expect(analyze(['verify', '--man=no'])).toBe('exit 0');
    const misspelt = unit.replace('ProtectHome=', 'ProtectHomme=');
    expect(analyze(['verify', '--man=no'], misspelt)).toContain("Unknown key 'ProtectHomme'");
  });

  it('exposes little, as systemd rates it', () => {
    const security = ['security', '--offline=true', '--no-pager', '--threshold=15'];
    expect(analyze(security)).toMatch(/Overall exposure level.* 1\.[0-5] OK.*\n\n?exit 0$/s);
    expect(analyze(security, unit.replaceAll(/^Protect.*\n/gm, ''))).toMatch(/exit 1$/);
  });
});

it('gives each instance ports of its own, which the config takes and the proxies know', () => {
  const [environment = ''] = settings('Environment');
  expect(environment).toMatch(/\bPORT=808%i ADMIN_PORT=909%i$/);
  expect(configs.systemd).toContain('listen: { host: 127.0.0.1, port: "${PORT}" }');
  expect(configs.systemd).toContain('admin: { host: 127.0.0.1, port: "${ADMIN_PORT}" }');
  for (const instance of [1, 2]) {
    expect(sample('nginx/loyalty-gw.conf')).toContain(`server 127.0.0.1:808${instance} `);
    expect(sample('haproxy/haproxy.cfg')).toMatch(
      new RegExp(`server \\w+ 127\\.0\\.0\\.1:808${instance} port 909${instance}$`, 'm'),
    );
  }
});

it('runs as the user that the other file makes, and is reloaded by a signal', () => {
  const [, user, home] = /^u (\S+) - "[^"]+" (\S+)$/m.exec(sample('systemd/loyalty-gw.conf')) ?? [];
  expect([settings('User'), settings('Group')]).toEqual([[user], [user]]);
  expect(settings('StateDirectory').map(name => `/var/lib/${name}`)).toEqual([home]);
  expect(settings('ExecReload')).toEqual(['/bin/kill -HUP $MAINPID']);
  expect(Number(settings('TimeoutStopSec')[0])).toBeGreaterThan(20);
});
