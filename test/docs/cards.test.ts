import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withKeeper } from '../cards/keeper-of-folder.js';
import { runCli } from '../cli/capture.js';
import { folderOf } from '../config/reading.js';
import { type Block, blocksOf } from './blocks.js';
import { follow } from './reader.js';

const key = 'a key of this test';
const [first, second, third] = ['2900000000018', '2900000000025', '2900000000032'];

const page = await readFile('docs/cards.md', 'utf8');
const configs = blocksOf(page).filter(({ language }) => language === 'yaml');
const [whole] = configs;

it.each(configs.map(block => [block.line, block.text] as const))(
  'the config on the page is sound: line %i',
  async (_, text) => {
    const before = whole?.text.slice(0, whole.text.indexOf('\ncards:')) ?? '';
    const folder = folderOf({
      'loyalty-gw.yaml': text.startsWith('users:') ? text : `${before}\n${text}`,
      'demo-crm.yaml': await readFile('mappings/demo-crm.yaml', 'utf8'),
    });
    const env = {
      KOSHELEK_PASSWORD: 'invented',
      CRM_TOKEN: 'invented',
      CARDS_KEY: 'a key of the tests',
      CARDS_DATABASE: 'postgres://gateway:invented@db.example.com/loyalty?sslmode=verify-full',
    };
    const { code, stdout } = await runCli(['check', '--config', 'loyalty-gw.yaml'], { cwd: folder, env });
    expect(stdout).toMatch(/0 errors, 0 warnings/);
    expect(code).toBe(0);
  },
);

it('the commands on the page print what it shows', async () => {
  const folder = folderOf({
    'loyalty-gw.yaml': `users: [{ login: a, password: b }]\nmapping: m.yaml\ncards: { key: ${key}, pool: {}, barcode: EAN_13 }\n`,
    'numbers.csv': `number;till\n${first};1\n2.9E+12;1\n${first};2\n2900000000026;2\n`,
    'customers.csv': `name,card number\n${[first, second, third].map(number => `Ann,${number}\n`).join('')}`,
  });
  const [before, section = ''] = page.split('\n## Commands\n');
  const blocks = blocksOf(`${'\n'.repeat(before?.split('\n').length ?? 0)}${withoutTimes(section)}`);

  const run = async ({ text }: Block) => {
    if (text.includes('cards doubtful')) await leaveDoubtful(folder);
    let printed = '';
    for (const line of text.trim().split('\n')) {
      const [, ...argv] = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
      const { stdout, stderr } = await runCli(argv, { cwd: folder });
      printed += stderr + stdout;
    }
    return withoutTimes(printed);
  };
  expect(await follow('docs/cards.md', blocks, { folder, run })).toBe(5);
});

function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-01-01T00:00:00Z');
}

function leaveDoubtful(folder: string): Promise<void> {
  return withKeeper(folder, key, async keeper => {
    while ((await keeper.reserve(undefined)) !== third);
    const outcome = await keeper.claim(third ?? '', '+79620480100', 60_000);
    if (outcome.kind === 'granted') await keeper.finish(outcome.claim, 'doubtful');
  });
}
