import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { blocksOf } from './blocks.js';

/** A folder of the reader's own, with the command on the path. */
async function readersFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(resolve('bin/loyalty-gw.js'), join(folder, 'loyalty-gw'));
  return folder;
}

/** Runs a block of commands as a reader would. */
async function shell(commands: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const PATH = `${cwd}:${dirname(process.execPath)}:${process.env.PATH}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', commands], { cwd, env: { ...env, PATH } });
  return stdout;
}

test('the ten minutes of the README print what it says', async () => {
  const folder = await readersFolder();
  const blocks = blocksOf(await readFile('README.md', 'utf8'));

  let compared = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.language === 'yaml') await writeFile(join(folder, block.title), block.text);
    const output = blocks[index + 1];
    if (block.language !== 'sh' || output?.language !== 'text') continue;
    expect(await shell(block.text, folder), `README.md:${block.line}`).toBe(output.text);
    compared += 1;
  }
  expect(compared).toBe(3);
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
