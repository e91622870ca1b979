import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../cli/capture.js';
import { blocksOf } from './blocks.js';
import { follow } from './reader.js';

const page = 'docs/tutorial.md';
const blocks = blocksOf(await readFile(page, 'utf8'));

// With the CRM, the gateway and the selftest it is followed in test/e2e/tutorial.test.ts.
test('the tutorial prints what it says, as far as no CRM is needed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-tutorial-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const env = { CRM_PASSWORD: 'tutorial-password', KOSHELEK_PASSWORD: 'a-password-for-koshelek' };
  async function run({ text }: { text: string }) {
    if (!/^loyalty-gw (check|test|dry-run)\b/.test(text) || text.includes('--live')) return undefined;
    const words = text.replaceAll('\\\n', ' ').match(/(?:'[^']*'|[^\s'])+/g) ?? [];
    const argv = words.slice(1).map(word => word.replaceAll("'", ''));
    const { stdout, stderr } = await runCli(argv, { cwd: folder, env });
    return stdout + stderr;
  }
  expect(await follow(page, blocks, { folder, run })).toBe(10);
  // Ten commands in one test, on a machine that may be busy.
}, 60_000);
