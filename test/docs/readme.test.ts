import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from './blocks.js';
import { follow, readersFolder, shell } from './reader.js';

test('the ten minutes of the README print what it says', async () => {
  const folder = await readersFolder();
  const blocks = blocksOf(await readFile('README.md', 'utf8'));
  const run = ({ text }: { text: string }) => shell(text, folder);
  expect(await follow('README.md', blocks, { folder, run })).toBe(3);
});

test('both configs of the README are sound', async () => {
  const folder = await readersFolder();
  await writeFile(join(folder, 'secret'), 'invented\n');
  const files = blocksOf(await readFile('README.md', 'utf8')).filter(block => block.language === 'yaml');
  for (const { title, text } of files) {
    await writeFile(join(folder, title), text.replaceAll(/\/run\/secrets\/[\w-]+/g, './secret'));
  }
  for (const config of ['loyalty-gw.yaml', 'config-example.yaml']) {
    const env = { KOSHELEK_PASSWORD: 'invented', CRM_TOKEN: 'invented' };
    expect(await shell(`loyalty-gw check --config ${config}`, folder, env)).toMatch(
      /\n0 errors, 0 warnings, 1 notice\n$/,
    );
  }
});
