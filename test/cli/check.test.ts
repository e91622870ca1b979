import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { folderOf, minimal } from '../config/reading.js';
import { runCli } from './capture.js';

const mapping =
  'mapping: 1\nname: x\napi: "1.0.0"\ncrm: { baseUrl: "https://crm.test" }\n' +
  'operations: { findCard: { unsupported: a }, getCard: { unsupported: a } }\nnam: y\n';
const cases = 'test: 1\nmapping: ./crm.yaml\ncases: []\n';

async function check(files: Record<string, string>, ...argv: string[]) {
  const { code, stdout } = await runCli(['check', '--json', ...argv], { cwd: folderOf(files) });
  return {
    code,
    ...(JSON.parse(stdout) as {
      errors: number;
      findings: { file: string; level: string; message: string; hint?: string }[];
    }),
  };
}

it('counts a mistake of a mapping once, however often the mapping is named', async () => {
  const files = { 'crm.yaml': mapping, 'crm.test.yaml': cases, 'gw.yaml': minimal() };
  const { findings } = await check(files, 'crm.yaml', './crm.yaml', 'crm.test.yaml', '--config', 'gw.yaml');
  const mistakes = findings.filter(({ file, level }) => file === 'crm.yaml' && level !== 'notice');
  expect(mistakes).toMatchObject([{ message: 'unknown key "nam"; did you mean "name"?' }]);
});

it('knows a config that is named like a mapping', async () => {
  const files = { 'crm.yaml': mapping, 'gw.yaml': minimal('basPath: /x') };
  const { findings } = await check(files, 'gw.yaml');
  expect(findings.filter(({ file }) => file === 'gw.yaml')).toMatchObject([
    { message: 'unknown key "basPath"; did you mean "basePath"?' },
  ]);
});

it('tells what is wrong in the mapping of a config that has errors of its own', async () => {
  const messages = async (files: Record<string, string>) =>
    (await check(files, '--config', 'gw.yaml')).findings.map(({ message }) => message);
  const config = minimal('', { password: '${NOT_SET_ANYWHERE}' });
  const unset = expect.stringContaining('needs the environment variable NOT_SET_ANYWHERE');
  expect(await messages({ 'gw.yaml': config, 'crm.yaml': mapping })).toEqual(
    expect.arrayContaining([unset, 'unknown key "nam"; did you mean "name"?']),
  );
  expect(await messages({ 'gw.yaml': config })).toEqual(
    expect.arrayContaining([unset, expect.stringMatching(/^cannot read .*crm\.yaml: no such file$/)]),
  );
});

it('shows no password of a config that is no YAML', async () => {
  const { code, findings } = await check(
    { 'gw.yaml': minimal('listen: [', { password: 'geheim' }) },
    'gw.yaml',
  );
  expect(code).toBe(1);
  expect(JSON.stringify(findings)).not.toContain('geheim');
});

it('says in one line that a test file is not there', async () => {
  const { code, stderr } = await runCli(['check', 'nowhere.test.yaml'], { cwd: folderOf({}) });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'loyalty-gw: cannot read nowhere.test.yaml: no such file\n',
  });
});

const withOperations = (api: string, operations: readonly string[], custom = '') =>
  mapping
    .replace('1.0.0', api)
    .replace(
      /operations: .*\nnam: y/,
      `operations:\n${operations.map(id => `  ${id}: { unsupported: no }\n`).join('')}${custom}`,
    );

const all = operationIds.filter(id => !id.startsWith('listUsers') && id !== 'issueCard');
const basics = ['findCard', 'getCard'];

it.each([
  ['1.1.0', [...all, 'listUsers', 'listUsersExtended'], '', []],
  [
    '1.1.0',
    all,
    '',
    [
      'notice of revision 1.1.0 the mapping leaves out listUsers, listUsersExtended: Koshelek gets unknownOperation',
    ],
  ],
  [
    '1.0.0',
    [...all, 'listUsers', 'listUsersExtended'],
    '',
    ['warning sendReceiptQr came with revision 1.1.0; with 1.0.0 it is not served'],
  ],
  [
    '1.0.0',
    basics.slice(1),
    '',
    [
      'error the mapping lacks findCard, with which every scenario of Koshelek begins',
      expect.stringMatching(
        /^notice of revision 1.0.0 the mapping leaves out updateCardholder, .*reserveCard/,
      ),
    ],
  ],
  [
    '1.0.0',
    [...all, 'listUsers', 'listUsersExtended'],
    'api: 1.2.0',
    ['notice of revision 1.2.0 the mapping leaves out issueCard: Koshelek gets unknownOperation'],
  ],
] as const)(
  'compares with revision %s the operations %j, with %o in the config',
  async (api, operations, config, messages) => {
    const files = { 'crm.yaml': withOperations(api, operations), 'gw.yaml': minimal(config) };
    const told = async (...argv: string[]) =>
      (await check(files, ...argv)).findings.map(({ level, message }) => `${level} ${message}`);
    expect(await told('--config', 'gw.yaml')).toEqual(messages);
    if (config === '') expect(await told('crm.yaml')).toEqual(messages);
  },
);

it('knows the operations that a login may call from the API and from the mapping', async () => {
  const custom = 'custom:\n  tiers: { route: GET /tiers, contract: { response: nothing } }\n';
  const yaml = minimal('    operations: [findCrad, tiers, tier, listUsers]');
  const told = async (password: string) => {
    const files = {
      'crm.yaml': withOperations('1.0.0', basics, custom),
      'gw.yaml': yaml.replace('koshelek-demo', password),
    };
    const { findings } = await check(files, '--config', 'gw.yaml');
    return findings
      .filter(({ level }) => level === 'error')
      .map(({ message, hint }) => `${message}: ${hint}`);
  };
  const unknown = [
    'there is no operation "findCrad": did you mean findCard?',
    'there is no operation "tier": did you mean tiers?',
  ];
  expect(await told('koshelek-demo')).toEqual(unknown);
  // Also when the config has errors of its own.
  expect(await told('"${NOT_SET_ANYWHERE}"')).toEqual([
    expect.stringContaining('NOT_SET_ANYWHERE'),
    ...unknown,
  ]);
});

it('is not stopped by notices', async () => {
  const { code, stdout } = await runCli(['check', 'crm.yaml'], {
    cwd: folderOf({ 'crm.yaml': withOperations('1.0.0', basics) }),
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/0 errors, 0 warnings, 1 notice\n$/);
});

it('judges the mapping by the revision and the version segment of a config that has errors of its own', async () => {
  const custom = 'custom:\n  mine: { route: GET /v2/card, contract: { response: nothing } }\n';
  const yaml = minimal('api: 1.1.0\nversionSegment: v2\nlocale: fr');
  const files = { 'crm.yaml': withOperations('1.0.0', basics, custom), 'gw.yaml': yaml };
  const { findings } = await check(files, '--config', 'gw.yaml');
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^of revision 1.1.0 the mapping leaves out/),
    'GET /v2/card is the route of findCard already',
    '"locale" must be "ru" or "en"',
  ]);
});

it('warns of an operation that a login may call and the mapping leaves out', async () => {
  const files = {
    'crm.yaml': withOperations('1.0.0', basics),
    'gw.yaml': minimal('    operations: [findCard, listUsers]'),
  };
  const { findings } = await check(files, '--config', 'gw.yaml');
  expect(findings).toContainEqual(
    expect.objectContaining({
      level: 'warning',
      message: 'the mapping leaves out listUsers, so that nobody can call it',
    }),
  );
});

it('says of a test file whose mapping cannot be read no more than that', async () => {
  const text =
    'test: 1\nmapping: ./crm.yaml\ncases:\n  - { name: a, operation: tiers, answer: { nothing: true } }\n';
  const { findings } = await check({ 'crm.yaml': 'operations: [', 'crm.test.yaml': text }, 'crm.test.yaml');
  expect(findings.map(({ file }) => file)).toEqual(['crm.yaml']);
});

describe('without files', () => {
  const folders = (files: Record<string, string>) => {
    const cwd = folderOf({});
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), content);
    }
    return cwd;
  };

  it('looks at all that is written for it below the folder, and says at how many', async () => {
    const cwd = folders({
      'a/crm.yaml': mapping,
      'a/crm.test.yml': `${cases.replace('[]', '[{}]')}`,
      'gw.yaml': minimal('basPath: /x').replace('crm.yaml', 'a/crm.yaml'),
      'selftest.yaml': 'selftest: 1\nknwn: {}\n',
      'b/broken.yaml': 'mapping: 1\nname: [\n',
      'b/no-operations.yaml': 'mapping: 1\nname: x\n',
      'b/compose.yaml': 'services: { test: { image: x } }\n',
      'b/pipeline.yaml': 'test: { script: npm test }\n',
      'b/no-yaml.yaml': 'a: [\n',
      'node_modules/x/crm.yaml': mapping,
      '.cache/crm.yaml': mapping,
    });
    const { code, stdout } = await runCli(['check'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/\d+ errors, .*\nlooked at 6 files\n$/);
    const { findings } = JSON.parse((await runCli(['check', '--json'], { cwd })).stdout) as {
      findings: { file: string }[];
    };
    expect([...new Set(findings.map(({ file }) => file))]).toEqual([
      'a/crm.test.yml',
      'a/crm.yaml',
      'b/broken.yaml',
      'b/no-operations.yaml',
      'gw.yaml',
      'selftest.yaml',
    ]);
  });

  it.each([
    [{}, ''],
    [{ 'a.yaml': 'a: 1\n' }, ' (a.yaml is none)'],
    [{ 'a.yaml': 'a: 1\n', 'b/c.yml': '' }, ' (a.yaml, b/c.yml are none)'],
    [
      Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(number => [`${number}.yaml`, 'a: 1\n'])),
      ' (1.yaml, 2.yaml, 3.yaml, 4.yaml, 5.yaml and 2 more are none)',
    ],
  ])('says what it looked at when there is nothing: %j', async (files, seen) => {
    const { code, stdout, stderr } = await runCli(['check'], { cwd: folders(files) });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: nothing to check: there is no mapping, test file, selftest file or config below this folder${seen}\n`,
    });
  });
});

it('tells findings of several files in one order, whatever the order of the files', async () => {
  const files = {
    'b.yaml': mapping,
    'a.yaml': mapping,
    'gw.yaml': minimal('basPath: /x').replace('crm', 'b'),
  };
  const { findings } = await check(files, 'gw.yaml', 'b.yaml', 'a.yaml');
  expect(findings.map(({ file }) => file)).toEqual(['a.yaml', 'a.yaml', 'b.yaml', 'b.yaml', 'gw.yaml']);
  expect((await check(files, 'a.yaml', 'b.yaml', 'gw.yaml')).findings).toEqual(findings);
});

it('prints nothing but JSON, or nothing, with --json', async () => {
  const cwd = folderOf({ 'no.yaml': 'a: [\n', 'empty.yaml': '', 'bytes.yaml': '\u0000' });
  for (const file of ['no.yaml', 'empty.yaml', 'bytes.yaml']) {
    const { code, stdout, stderr } = await runCli(['check', '--json', file], { cwd });
    expect({ code, stderr, errors: JSON.parse(stdout).errors > 0 }).toEqual({
      code: 1,
      stderr: '',
      errors: true,
    });
  }
  const { code, stdout } = await runCli(['check', '--json', 'no.yaml', 'nowhere.yaml'], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
