import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../../src/openapi/types.js';
import { folderOf } from '../config/reading.js';
import { demoOpenApi, deployment } from '../openapi/demo.js';
import { runCli } from './capture.js';

const mapping = readFileSync('mappings/demo-crm.yaml', 'utf8');

/** A config whose variables are set nowhere, and whose secret files are on another machine. */
const elsewhere = `
listen: { port: 8080 }
basePath: /walletapi/
realm: cards
users:
  - login: \${KOSHELEK_LOGIN}
    password: \${KOSHELEK_PASSWORD}
  - login: "second-login"
    password: { file: /run/secrets/koshelek }
    operations: [listUsers]
mapping: crm.yaml
params:
  CRM_URL: \${CRM_HOST}/api
  CRM_TOKEN: { file: /run/secrets/crm }
errors: { cardNotFound: { code: "009" } }
locale: en
`;

const files = { 'crm.yaml': mapping, 'gw.yaml': elsewhere };

async function openapi(argv: string[], more: Record<string, string> = {}, env = {}) {
  return runCli(['openapi', ...argv], { cwd: folderOf({ ...files, ...more }), env });
}

const asJson = (text: string) => JSON.parse(text) as OpenApiDocument;

describe('of a config', () => {
  it('needs neither logins, passwords nor params', async () => {
    const { code, stdout, stderr } = await openapi(['--config', 'gw.yaml', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { servers, paths, components } = asJson(stdout);
    expect(servers).toMatchObject([{ url: '/walletapi' }]);
    expect(paths).toHaveProperty('/v1/card/getAllUsers');
    expect(paths).not.toHaveProperty('/v1/card/getAllUsersExtended');
    expect(components.examples.cardNotFound?.value).toEqual({
      code: '009',
      description: 'The card was not found',
    });
    expect(JSON.stringify(components.responses)).toContain('cards');
  });

  it('describes a gateway that keeps card numbers, and shares state, where none of their secrets is', async () => {
    const replicas = [
      'users: [{ login: koshelek, password: "${PASSWORD}" }]',
      'mapping: crm.yaml',
      'params: { CRM_URL: "${CRM_URL}", CARDS: gateway }',
      'cards: { key: "${CARDS_KEY}", database: "${CARDS_DATABASE}", pool: {} }',
      'shared: "${SHARED_URL}"',
      'log: { level: debug, key: "${LOG_KEY}" }',
      'tracing: { endpoint: "http://127.0.0.1:4318", headers: { authorization: "${OTLP}" } }',
    ].join('\n');
    const { code, stdout, stderr } = await openapi(['-c', 'gw.yaml', '--json'], { 'gw.yaml': replicas });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(asJson(stdout).paths).toHaveProperty('/v1/card/anonymous');
  });

  it('shows none, if they are set', async () => {
    const env = { KOSHELEK_LOGIN: 'login-4711', KOSHELEK_PASSWORD: 'password-4711', CRM_HOST: 'host-4711' };
    for (const as of [[], ['--json'], ['--html']]) {
      const { code, stdout } = await openapi(['-c', 'gw.yaml', ...as], {}, env);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/4711|second-login|CRM_|secrets/);
    }
  });

  it('is silent about what the mapping leaves out, which check tells', async () => {
    const [head = ''] = mapping.split('  # POST or PUT');
    const { code, stdout, stderr } = await openapi(['-c', 'gw.yaml', '--json'], { 'crm.yaml': head });
    expect(code).toBe(0);
    expect(stderr).not.toContain('missing-operation');
    expect(Object.keys(asJson(stdout).paths)).toEqual(['/v1/card', '/v1/card/{cardNumber}']);
  });

  it('with the revision and the version segment that it says', async () => {
    const more = { 'gw.yaml': `${elsewhere}api: "1.0.0"\nversionSegment: v2\n` };
    const { stdout } = await openapi(['-c', 'gw.yaml', '--json'], more);
    const { info, paths } = asJson(stdout);
    expect(info.version).toBe('1.0.0');
    expect(Object.keys(paths)[0]).toBe('/v2/card');
    expect(paths).not.toHaveProperty('/v2/promo/qrCode');
  });

  it('with the address that --server says', async () => {
    const { stdout } = await openapi(['-c', 'gw.yaml', '--json', '-s', 'https://shop.example.com/loyalty/']);
    expect(asJson(stdout).servers).toMatchObject([{ url: 'https://shop.example.com/loyalty' }]);
  });
});

describe('in three forms, of which each says the same', () => {
  it('YAML and JSON', async () => {
    const yaml = await openapi(['-m', 'crm.yaml']);
    const json = await openapi(['-m', 'crm.yaml', '--json']);
    expect(yaml.stderr + json.stderr).toBe('');
    expect(parse(yaml.stdout)).toEqual(asJson(json.stdout));
    expect(yaml.stdout).toMatch(/^openapi: 3\.1\.0\n/);
  });

  it('a page', async () => {
    const { code, stdout } = await openapi(['-m', 'crm.yaml', '--html']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>\n/);
    expect(stdout).toContain('Loyalty Online API: demo-crm');
  });
});

describe('what is wrong goes to stderr, and nothing to stdout', () => {
  it.each([
    ['a config', ['-c', 'gw.yaml'], { 'gw.yaml': 'users: []\nmapping: crm.yaml\n' }, 'at least one user'],
    [
      'no password at all',
      ['-c', 'gw.yaml'],
      { 'gw.yaml': 'users: [{ login: x }]\nmapping: crm.yaml\n' },
      '"password" is missing: it must be a text',
    ],
    ['its mapping', ['-c', 'gw.yaml'], { 'crm.yaml': 'mapping: 1\n' }, 'crm.yaml:1:1 error'],
    [
      'an operation too few',
      ['-c', 'gw.yaml'],
      { 'crm.yaml': mapping.replace('  getCard:', '  getCrad:') },
      'getCrad',
    ],
    ['a mapping', ['-m', 'crm.yaml'], { 'crm.yaml': `${mapping}\nx: 1\n` }, 'unknown key "x"'],
    ['YAML', ['-m', 'crm.yaml'], { 'crm.yaml': 'a: [' }, 'error yaml'],
  ])('%s', async (_, argv, more, text) => {
    const { code, stdout, stderr } = await openapi(argv, more);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(text);
  });

  it.each([
    [[], 'name a config with --config, or a mapping with --mapping'],
    [['-c', 'gw.yaml', '-m', 'crm.yaml'], 'a config names its mapping: give --config or --mapping, not both'],
    [['-m', 'crm.yaml', '--json', '--html'], 'print either --json or --html'],
    [['-m', 'nowhere.yaml'], 'cannot read nowhere.yaml: no such file'],
    [
      ['-m', 'crm.yaml', '-s', 'shop.example.com'],
      '--server: "shop.example.com" is no address such as https://loyalty.example.com/walletapi',
    ],
    [
      ['-m', 'crm.yaml', '-s', 'https://u:p@x'],
      '--server: "https://u:p@x" is no address such as https://loyalty.example.com/walletapi',
    ],
  ])('wrong usage: %j', async (argv, line) => {
    const { code, stdout, stderr } = await openapi(argv);
    expect({ code, stdout, stderr: stderr.replaceAll(/cannot read \S*\//g, 'cannot read ') }).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: ${line}\n`,
    });
  });
});

it('prints the document of the config of the demo', async () => {
  const config = resolve('examples/demo/loyalty-gw.yaml');
  const { stdout } = await runCli(['openapi', '-c', config, '-s', deployment.server.url]);
  const { servers, ...rest } = parse(stdout);
  expect(servers).toMatchObject([{ url: deployment.server.url }]);
  expect(rest).toEqual((({ servers: _, ...others }) => others)(await demoOpenApi()));
});
