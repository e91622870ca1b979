/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { fileCleanup } from './cleanup.js';
import { basic, call, temporaryFolder } from './gateway.js';
import { start } from './processes.js';

/**
 * The package, installed by npm where nothing else is: its libraries in the versions that this project is tested with,
 * out of npm's cache, for the network shall not decide a test.
 */

const cleanup = fileCleanup();
const folder = temporaryFolder(cleanup);
const isInstalled = install();

function install(): boolean {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { encoding: 'utf8' }));
  const { lockfileVersion, packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { '': own, ...others } = packages;
  const archive = `file:${filename}`;
  const wanted = { private: true, dependencies: { [own.name]: archive } };
  const libraries = Object.entries<{ dev?: boolean }>(others).filter(([, { dev }]) => !dev);
  const lock = {
    lockfileVersion,
    packages: {
      '': wanted,
      [`node_modules/${own.name}`]: { ...own, devDependencies: undefined, resolved: archive },
      ...Object.fromEntries(libraries),
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(wanted));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  try {
    execFileSync('npm', ['ci', '--offline', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
    return true;
  } catch (error) {
    const { stderr } = error as { stderr: Buffer };
    if (!/ENOTCACHED/.test(String(stderr))) throw new Error(String(stderr));
    console.warn("npm's cache lacks libraries of this project: the installed package is not tried");
    return false;
  }
}

/** Runs the installed command to its end. */
async function run(
  argv: readonly string[],
  cwd = folder,
): Promise<{ code: number | string; stdout: string }> {
  const command = start(join(folder, 'node_modules/.bin/loyalty-gw'), argv, { cwd });
  cleanup(async () => void (await command.stop()));
  const code = await command.ended;
  return { code, stdout: command.stdout() + command.stderr() };
}

let crm: Awaited<ReturnType<typeof startDemoCrm>>;

beforeAll(async () => {
  crm = await startDemoCrm({});
  cleanup(() => crm.close());
});

it.runIf(isInstalled)('says its version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n` });
});

it.runIf(isInstalled)('begins a project that passes its checks, and serves it', async () => {
  expect(await run(['init', 'shop', '--crm', 'demo-crm'])).toMatchObject({ code: 0 });
  const cwd = join(folder, 'shop');
  expect(await run(['check', 'demo-crm.yaml'], cwd)).toEqual({ code: 0, stdout: '0 errors, 0 warnings\n' });
  expect(await run(['test'], cwd)).toMatchObject({ code: 0 });
  const config = `listen: { port: 0 }
admin: { port: 0 }
users: [{ login: koshelek, password: invented }]
mapping: demo-crm.yaml
params: { CRM_URL: "${crm.url}", CRM_TOKEN: demo-crm-token }
`;
  writeFileSync(join(cwd, 'installed.yaml'), config);
  expect(await run(['check', '--config', 'installed.yaml'], cwd)).toMatchObject({ code: 0 });

  const gateway = start(
    join(folder, 'node_modules/.bin/loyalty-gw'),
    ['serve', '--config', 'installed.yaml'],
    { cwd },
  );
  cleanup(async () => void (await gateway.stop()));
  const [, url, admin] = await gateway.line(/"url":"([^"]+)","admin":"([^"]+)".*"msg":"listening"/);
  const authorization = basic('koshelek', 'invented');
  const answer = await call('GET', `${url}/v1/card?msisdn=79620480100`, { authorization });
  expect(answer).toMatchObject({ status: 200, json: { card: { cardNumber: '4700000000000072783' } } });
  expect(await (await fetch(`${admin}/metrics`)).text()).toContain('loyalty_gw_info{mapping="demo-crm"');
  expect(await gateway.stop()).toBe(0);
});

it.runIf(isInstalled)('keeps card numbers, for which it has a library of its own', async () => {
  const config = `users: [{ login: koshelek, password: invented }]
mapping: demo-crm.yaml
cards: { key: an invented key for the tests, pool: {} }
`;
  writeFileSync(join(folder, 'cards.yaml'), config);
  expect(await run(['cards', 'status', '--config', 'cards.yaml'])).toMatchObject({ code: 0 });
});
