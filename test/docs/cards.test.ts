import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCli } from '../cli/capture.js';
import { folderOf } from '../config/reading.js';
import { blocksOf } from './blocks.js';

const blocks = blocksOf(await readFile('docs/cards.md', 'utf8')).filter(
  ({ language }) => language === 'yaml',
);
const [whole] = blocks;

it.each(blocks.map(block => [block.line, block.text] as const))(
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
