import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedMappings } from '../../src/scaffold/shipped.js';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';
import { typed as typedInto } from './terminal.js';

const fixtures = resolve('test/scaffold/fixtures');

/** The variables of .env.example, filled in. */
function environmentOf(folder: string): Record<string, string> {
  const names = readFileSync(join(folder, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=$/gm);
  return Object.fromEntries(
    [...names].map(([, name = '']) => [name, /URL$/.test(name) ? 'https://crm.example.com' : 'invented']),
  );
}

/** What check and test say of a folder that init has written, and of the config with its variables. */
async function soundness(cwd: string) {
  const yaml = readdirSync(cwd).filter(name => name.endsWith('.yaml') && name !== 'loyalty-gw.yaml');
  const checked = await runCli(['check', ...yaml], { cwd });
  const tested = await runCli(['test'], { cwd });
  const config = await runCli(['check', '--config', 'loyalty-gw.yaml'], { cwd, env: environmentOf(cwd) });
  return {
    check: [checked.code, checked.stdout.match(/\d+ errors?, \d+ warnings?/)?.[0]],
    test: [tested.code, tested.stdout.match(/[1-9]\d* passed, \d+ failed/)?.[0].replace(/^\d+/, 'some')],
    config: [config.code, config.stdout.match(/\d+ errors?, \d+ warnings?/)?.[0]],
  };
}

const sound = {
  check: [0, '0 errors, 0 warnings'],
  test: [0, 'some passed, 0 failed'],
  config: [0, '0 errors, 0 warnings'],
};

/** The text of a file without the line by which editors find its schema, which is a path. */
function withoutSchema(file: string): string {
  return readFileSync(file, 'utf8').replace(/^# yaml-language-server: .*\n/, '');
}

const usual = ['.env.example', '.gitignore', 'README.md', 'loyalty-gw.yaml', 'schemas', 'selftest.yaml'];

describe('a shipped mapping', () => {
  it('is each of those that are shipped', () => {
    const files = readdirSync('mappings').filter(name => !name.endsWith('.test.yaml'));
    expect(
      Object.keys(shippedMappings)
        .map(name => `${name}.yaml`)
        .sort(),
    ).toEqual(files.sort());
  });

  it.each(Object.keys(shippedMappings))(
    '%s is written with all of its tests, and sound',
    { tags: ['slow'] },
    async name => {
      const cwd = folderOf({});
      const { code, stderr } = await runCli(['init', 'my-shop', '--crm', name], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const folder = join(cwd, 'my-shop');
      const tests = readdirSync('mappings').filter(file => new RegExp(`^${name}(-\\w+)?\\.test`).test(file));
      expect(readdirSync(folder).sort()).toEqual([...usual, `${name}.yaml`, ...tests].sort());
      // That their cases pass is held in test/testing/shipped.test.ts; it is as true of copies that find their mapping.
      const copies = [`${name}.yaml`, ...tests];
      for (const file of copies)
        expect(withoutSchema(join(folder, file))).toBe(withoutSchema(`mappings/${file}`));
      const checks = [
        await runCli(['check', `${name}.yaml`, 'selftest.yaml'], { cwd: folder }),
        await runCli(['check', '--config', 'loyalty-gw.yaml'], { cwd: folder, env: environmentOf(folder) }),
      ];
      for (const { code, stdout } of checks) {
        expect(code).toBe(0);
        expect(stdout).toMatch(/^0 errors, 0 warnings/m);
      }
    },
  );

  it('has its params in the config: what must be set from the environment, what need not as a comment', async () => {
    const cwd = folderOf({});
    await runCli(['init', '--crm', 'iiko'], { cwd });
    const config = readFileSync(join(cwd, 'loyalty-gw.yaml'), 'utf8');
    expect(config).toContain('  # for apiLogin: the key from iikoWeb\n  API_LOGIN: ${API_LOGIN:-}\n');
    expect(config).toContain('  ORGANIZATION_ID: ${ORGANIZATION_ID}\n');
    expect(config).toContain(
      '  # calls that iiko allows the company; other programs of yours count as well\n  # RATE: "5/s"\n',
    );
    const env = readFileSync(join(cwd, '.env.example'), 'utf8');
    expect(env).toContain('# may stay empty, secret: for apiLogin: the key from iikoWeb\nAPI_LOGIN=\n');
    expect(env).not.toContain('RATE');
  });
});

describe('a blank mapping', () => {
  it.each([
    [[], 'my-crm'],
    [['--name', 'shop_2'], 'shop_2'],
    [['--name', '007'], '007'],
    [['--name', 'no'], 'no'],
  ])('is sound: %j', async (more, name) => {
    const cwd = folderOf({});
    expect(await runCli(['init', '--blank', ...more], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(cwd).sort()).toEqual([...usual, `${name}.yaml`, `${name}.test.yaml`].sort());
    expect(await soundness(cwd)).toEqual(sound);
  });
});

describe('an OpenAPI file', () => {
  it.each(readdirSync(fixtures).filter(name => !name.startsWith('part-')))(
    '%s gives what is sound',
    async name => {
      const cwd = folderOf({});
      const made = await runCli(['init', '--openapi', join(fixtures, name), '--name', 'crm'], { cwd });
      expect(made).toMatchObject({ code: 0, stderr: '' });
      expect(await soundness(cwd)).toEqual(sound);
      await expect(made.stdout).toMatchFileSnapshot(`../scaffold/golden/${name}.told.txt`);
      for (const file of ['crm.yaml', 'crm.test.yaml']) {
        const written = readFileSync(join(cwd, file), 'utf8');
        await expect(written).toMatchFileSnapshot(`../scaffold/golden/${name}.${file}`);
      }
    },
  );

  it('of 300 paths gives a page and no dump', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `/things${index}/cards`,
        { get: { responses: {} }, post: { responses: {} } },
      ]),
    );
    const cwd = folderOf({
      'crm.json': JSON.stringify({ openapi: '3.1.0', info: { title: 'Big', version: '1' }, paths }),
    });
    await runCli(['init', 'big', '--openapi', 'crm.json'], { cwd });
    const mapping = readFileSync(join(cwd, 'big/big.yaml'), 'utf8');
    expect(mapping.split('\n').length).toBeLessThan(150);
    expect(mapping).toMatch(/# Not named above: \d+ of the 600 calls of the file\./);
    expect(await soundness(join(cwd, 'big'))).toEqual(sound);
  });

  it('takes a list of any length', async () => {
    const kinds = Array.from({ length: 200_000 }, (_, index) => `kind ${index}`);
    const parameters = [{ name: 'kind', in: 'query', schema: { type: 'string', enum: kinds } }];
    const paths = { '/cards/{n}': { get: { parameters, responses: {} } } };
    const cwd = folderOf({
      'crm.json': JSON.stringify({ openapi: '3.1.0', info: { title: 'Long', version: '1' }, paths }),
    });
    expect(await runCli(['init', 'long', '--openapi', 'crm.json'], { cwd })).toMatchObject({ code: 0 });
    expect(await soundness(join(cwd, 'long'))).toEqual(sound);
  });

  it('follows links to files beside it, and to nothing in the network', async () => {
    const reply = { content: { 'application/json': { schema: { $ref: './parts/card.yaml#/Card' } } } };
    const get = { responses: { 200: reply, 404: { $ref: 'https://crm.example.com/errors.yaml#/NotFound' } } };
    const root = {
      openapi: '3.1.0',
      info: { title: 'Linked', version: '1' },
      paths: { '/cards/{n}': { get } },
    };
    const cwd = folderOf({ 'crm.json': JSON.stringify(root) });
    mkdirSync(join(cwd, 'parts'));
    writeFileSync(
      join(cwd, 'parts/card.yaml'),
      'Card: { allOf: [{ $ref: "more.yaml" }, { $ref: "gone.yaml" }] }\n',
    );
    writeFileSync(
      join(cwd, 'parts/more.yaml'),
      'properties: { cardCode: { type: string }, balance: { type: integer } }\n',
    );
    const { stdout } = await runCli(['init', 'shop', '--openapi', 'crm.json', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      notes: [
        expect.stringMatching(/^getCard is guessed from GET \/cards\/\{n\}$/),
        'https://crm.example.com/errors.yaml is not fetched: what it holds is left out',
        'gone.yaml is left out: no such file',
      ],
    });
    expect(readFileSync(join(cwd, 'shop/linked.yaml'), 'utf8')).toContain('total: "{% $card.balance %}"');
    expect(await soundness(join(cwd, 'shop'))).toEqual(sound);
  });

  it.each([
    ['openapi: 3.0.0\n  paths: {', /^loyalty-gw: crm\.yaml cannot be used: .*crm\.yaml:\d+:\d+ .*\n$/],
    ['{"openapi": "3.0.0", "paths": {', /^loyalty-gw: crm\.yaml cannot be used: .*crm\.yaml:1:\d+ .*\n$/],
    [
      '',
      /^loyalty-gw: crm\.yaml cannot be used: it is no OpenAPI: it begins with neither openapi: 3\.… nor swagger: "2\.0"\n$/,
    ],
    ['users: []\n', /cannot be used: it is no OpenAPI/],
    ['openapi: 4.0.0\n', /cannot be used: it is no OpenAPI/],
  ])('that is none writes nothing: %j', async (text, line) => {
    const cwd = folderOf({ 'crm.yaml': text });
    const { code, stdout, stderr } = await runCli(['init', '--openapi', 'crm.yaml'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(readdirSync(cwd)).toEqual(['crm.yaml']);
  });
});

it('begins each YAML file with the schema that lies beside it', async () => {
  const cwd = folderOf({});
  await runCli(['init', '--blank'], { cwd });
  const lines = readdirSync(cwd)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => readFileSync(join(cwd, name), 'utf8').split('\n')[0]);
  const kinds = ['config', 'test', 'mapping', 'selftest'];
  expect(lines).toEqual(kinds.map(kind => `# yaml-language-server: $schema=./schemas/${kind}.schema.json`));
  for (const kind of kinds) {
    const schema = readFileSync(join(cwd, `schemas/${kind}.schema.json`), 'utf8');
    expect(schema).toBe(readFileSync(`schemas/${kind}.schema.json`, 'utf8'));
  }
});

describe('what is there', () => {
  it('is never overwritten: all that is in the way is named, and nothing is written', async () => {
    const cwd = folderOf({ 'README.md': 'mine', 'loyalty-gw.yaml': 'mine' });
    symlinkSync('nowhere', join(cwd, 'selftest.yaml'));
    const { code, stderr } = await runCli(['init', '--blank'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'loyalty-gw: nothing was written, for README.md, loyalty-gw.yaml, selftest.yaml are in this folder already: name another folder, loyalty-gw init <folder>\n',
    );
    expect(readdirSync(cwd).sort()).toEqual(['README.md', 'loyalty-gw.yaml', 'selftest.yaml']);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
  });

  it('stays, if it is a .gitignore', async () => {
    const cwd = folderOf({ '.gitignore': 'dist/\n' });
    const { code, stdout } = await runCli(['init', '--blank', '--json'], { cwd });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, kept: ['.gitignore'] });
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('dist/\n');
  });

  it('may be a file where the folder should be', async () => {
    const cwd = folderOf({ shop: '' });
    expect(await runCli(['init', 'shop/crm', '--blank'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^loyalty-gw: nothing was written, for .*shop.* cannot be: a part of its path is not a folder\n$/,
      ),
    });
    expect(readdirSync(cwd)).toEqual(['shop']);
  });

  it('may hold secrets, which git is told to leave alone', async () => {
    const cwd = folderOf({});
    await runCli(['init', '--blank'], { cwd });
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
  });
});

describe('wrong usage is one line on stderr and exit code 2', () => {
  const crms = 'retailcrm, bitrix24, mindbox, odoo, iiko, demo-crm';
  it.each<[string[], string]>([
    [[], `say which CRM it is: --crm <name> (${crms}), --openapi <file> or --blank`],
    [['--crm', 'retailcmr'], '--crm: no mapping "retailcmr" is shipped; did you mean retailcrm?'],
    [
      ['--crm', 'amo'],
      `--crm: no mapping "amo" is shipped; there are ${crms}; for others --openapi or --blank`,
    ],
    [['--crm', 'odoo', '--blank'], 'name one of --crm, --openapi and --blank'],
    [['--crm', 'odoo', '--name', 'x'], '--name is for --openapi and --blank: a shipped mapping has its name'],
    [
      ['--blank', '--name', 'loyalty-gw'],
      '--name: "loyalty-gw" cannot be a mapping: loyalty-gw.yaml is another file of the project',
    ],
    [
      ['--blank', '--name', '../x'],
      '--name: "../x" is no name for a mapping and its file: small letters, digits, - and _, at most 64 of them',
    ],
    [['--openapi', 'nowhere.yaml'], 'cannot read nowhere.yaml: no such file'],
  ])('%j', async (argv, line) => {
    const cwd = folderOf({});
    expect(await runCli(['init', ...argv], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: ${line}\n`,
    });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('a person at a terminal is asked', () => {
  const typed = (cwd: string, answers: Parameters<typeof typedInto>[1], argv = ['init']) =>
    typedInto(argv, answers, { cwd });
  const down = '\u001b[B';
  const enter = '\r';
  const which = 'Which CRM do you have?';

  it('for one of the shipped mappings, and the folder', async () => {
    const cwd = folderOf({});
    const asked = await typed(cwd, [
      [which, `${down}${enter}`],
      ['Into which folder?', `\u007fshop${enter}`],
    ]);
    expect(asked).toMatchObject({ code: 0, left: 0 });
    // As `io` says, whatever the environment of the process is.
    expect(asked.stderr).not.toMatch(/\p{Cc}\[(3|4|9|10)\dm/u);
    expect(asked.stdout).toMatch(/^written into shop:\n {2}README\.md\n {2}bitrix24\.yaml\n/);
    expect(existsSync(join(cwd, 'shop/bitrix24-webhook.test.yaml'))).toBe(true);
  });

  it('for a name, of a blank one, until it can be one', async () => {
    const cwd = folderOf({});
    const asked = await typed(
      cwd,
      [
        [which, `${down.repeat(7)}${enter}`],
        ['What shall the mapping be called?', ` x${enter}`],
        ['is no name for a mapping', `${'\u007f'.repeat(8)}acme${enter}`],
      ],
      ['init', 'shop', '--json'],
    );
    expect(asked).toMatchObject({ code: 0, left: 0 });
    expect(JSON.parse(asked.stdout)).toMatchObject({ folder: 'shop', mapping: 'acme.yaml' });
  });

  it('for the OpenAPI file', async () => {
    const cwd = folderOf({ 'crm.json': '{"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}}' });
    const asked = await typed(cwd, [
      [which, `${down.repeat(6)}${enter}`],
      ['Where is the file?', `crm.json${enter}`],
      ['Into which folder?', enter],
    ]);
    expect(asked).toMatchObject({ code: 0, left: 0 });
    expect(readdirSync(cwd)).toContain('acme.yaml');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['Escape', '\u001b'],
    ['the end of the input', 'end'],
  ])('and may say no, by %s', async (_, keys) => {
    const cwd = folderOf({});
    const asked = await typed(cwd, [[which, keys]]);
    expect(asked).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringMatching(/nothing was written\n$/),
    });
    expect(readdirSync(cwd)).toEqual([]);
  });
});
