/** @module-tag slow */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Block, blocksOf } from '../docs/blocks.js';
import { follow, readersEnv, readersFolder, shell } from '../docs/reader.js';
import { type Running, start } from './processes.js';

it('the tutorial prints what it says, from nothing to a green selftest', async () => {
  const folder = await readersFolder();
  const [crm, gateway] = [await freePort(), await freePort()];
  const page = (await readFile('docs/tutorial.md', 'utf8'))
    .replaceAll('9500', String(crm))
    .replaceAll('8080', String(gateway));

  /** What runs in other terminals, by its command: started once more, it takes the place of the one before. */
  const terminals = new Map<string, Running>();
  async function keepRunning(script: string, command: string, cwd: string) {
    await terminals.get(command)?.stop();
    const env = readersEnv(folder, { CRM_PORT: String(crm) });
    const started = start('sh', ['-c', `${script}exec ${command}`], { cwd, env });
    onTestFinished(async () => void (await started.stop()));
    terminals.set(command, started);
    await started.line(/listening/);
    // The reader's machine has nothing at the port of the admin listener; this one may.
    return started.stdout().replace(/^.*"no admin listener".*\n/m, '');
  }

  const blocks = blocksOf(page);
  async function run({ title, text, line }: Block) {
    const earlier = blocks.filter(block => block.language === 'sh' && block.line < line);
    const exports = earlier.flatMap(block => block.text.match(/^export .*\n/gm) ?? []).join('');
    if (!title.includes('keeps running')) return shell(exports + text, folder);
    return keepRunning(exports, text, title.includes('in the checkout') ? resolve('.') : folder);
  }

  expect(await follow('docs/tutorial.md', blocks, { folder, run })).toBe(18);
});

/** Below those that a system gives to who asks for any, so that nobody is given it meanwhile. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const free = await new Promise<boolean>(done => {
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => done(true));
    });
    await new Promise(done => server.close(done));
    if (free) return port;
  }
}
