import { describe, expect, it } from 'vitest';
import { operationIds, operations } from '../../src/loyalty-api/operations.js';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';

const mapping = `mapping: 1
name: shop
api: "1.0.0"
params: { CRM_URL: { required: true }, CRM_TOKEN: { secret: true } }
crm: { baseUrl: "\${CRM_URL}" }
operations:
  findCard: { steps: { found: { get: /x }, none: { when: $count($found) = 0, fail: cardNotFound } } }
custom:
  cardTiers: { route: GET /v1/tiers, contract: { response: nothing }, steps: {} }
`;

const files = {
  'shop.yaml': mapping,
  'loyalty-gw.yml': 'users: []\nmapping: shop.yaml\n',
  'ca.pem': '',
  'numbers.csv': '',
  'registry.zip': '',
  '.hidden.yaml': '',
  'below/other.yaml': '',
};

/** What the last of the words may become. */
async function completed(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCli(['complete', '--', ...words], { cwd: folderOf(files) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map(line => line.split('\t')[0] ?? '');
}

describe('complete', () => {
  it('knows every command that help shows, and no other', async () => {
    const { stdout } = await runCli(['--help']);
    const [, shown = ''] = /Commands:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    const commands = [...shown.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name);
    expect(commands).toContain('completion');
    expect(await completed('')).toEqual(commands);
    expect(await completed('help', '')).toEqual(commands);
  });

  it('knows the commands and options of a command that has some', async () => {
    const { stdout } = await runCli(['cards', '--help']);
    const [, shown = ''] = /Commands:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    const commands = [...shown.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name);
    expect(commands).toContain('import');
    expect(await completed('cards', '')).toEqual(commands);
    expect(await completed('cards', 'help', '')).toEqual(commands);
    for (const command of commands.slice(0, -1)) {
      const help = await runCli(['cards', command ?? '', '--help']);
      const options = [...help.stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
      expect(new Set(await completed('cards', command ?? '', '-')), command).toEqual(new Set(options));
    }
  });

  it('knows every option that the help of a command shows', async () => {
    for (const command of (await completed('')).filter(name => name !== 'help')) {
      const { stdout } = await runCli([command, '--help']);
      const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
      expect(new Set(await completed(command, '-')), command).toEqual(new Set(options));
    }
  });

  it.each<[string[], string[]]>([
    [['che'], ['check']],
    [['nonsense', ''], []],
    [['--no-color', 'che'], ['check']],
    [['check', '--js'], ['--json']],
    [
      ['schema', ''],
      ['mapping', 'config', 'test', 'selftest'],
    ],
    [['completion', 'z'], ['zsh']],
    [['dry-run', ''], [...operationIds]],
    [
      ['dry-run', '-m', 'shop.yaml', ''],
      ['findCard', 'cardTiers'],
    ],
    [['dry-run', '--mapping=shop.yaml', 'c'], ['cardTiers']],
    [
      ['dry-run', '-c', 'loyalty-gw.yml', ''],
      ['findCard', 'cardTiers'],
    ],
    [['dry-run', '-m', 'nowhere.yaml', 'getC'], ['getCard']],
    [
      ['dry-run', 'findCard', '-m', 'shop.yaml', '--set', ''],
      ['CRM_URL=', 'CRM_TOKEN='],
    ],
    [['dry-run', 'findCard', '-m', 'shop.yaml', '--set=CRM_T'], ['--set=CRM_TOKEN=']],
    [['dry-run', 'findCard', '-m', 'shop.yaml', '--crm', ''], ['found=']],
    [['dry-run', 'getCard', '-p', ''], ['cardNumber=']],
    [['dry-run', 'findCard', '-q', 'm'], ['msisdn=']],
    [
      ['check', ''],
      ['below/', 'loyalty-gw.yml', 'shop.yaml'],
    ],
    [['check', 'shop.yaml', 'l'], ['loyalty-gw.yml']],
    [['check', 'below/'], ['below/other.yaml']],
    [['check', '.'], ['.hidden.yaml']],
    [['serve', '-c', 'lo'], ['loyalty-gw.yml']],
    [['selftest', 'https://example.com', '--ca', 'c'], ['ca.pem']],
    [['schema', '-w', ''], ['below/']],
    [['check', 'nowhere/'], []],
    [['cards', 'im'], ['import']],
    [['cards', 'nonsense', ''], []],
    [
      ['cards', 'import', ''],
      ['below/', 'numbers.csv'],
    ],
    [['cards', 'import', 'numbers.csv', '-c', 'lo'], ['loyalty-gw.yml']],
    [
      ['cards', 'export', ''],
      ['below/', 'registry.zip'],
    ],
    [
      ['cards', 'list', '--state', 'is'],
      ['issuing', 'issued'],
    ],
    [
      ['cards', 'settle', '1', '--as='],
      ['--as=issued', '--as=free'],
    ],
    [
      ['cards', 'export', 'import', ''],
      ['--config', '--reserve', '--force', '--json', '--help', '--version', '--no-color'],
    ],
  ])('%j', async (words, expected) => {
    expect(await completed(...words)).toEqual(expected);
  });

  it('says what a candidate is', async () => {
    const { stdout } = await runCli(['complete', '--', 'dry-run', 'findC']);
    expect(stdout).toBe(`findCard\t${operations.findCard.summary}\n`);
  });
});

it('knows no other shell', async () => {
  const { code, stderr } = await runCli(['completion', 'csh']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "loyalty-gw: command-argument value 'csh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n",
  });
});
