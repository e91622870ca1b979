import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Block } from './blocks.js';
import { expectShown } from './output.js';

/** A folder of the reader's own, with the command on the path. */
export async function readersFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-reader-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(resolve('bin/loyalty-gw.js'), join(folder, 'loyalty-gw'));
  return folder;
}

/** The environment of a shell in the reader's folder. */
export function readersEnv(folder: string, env: Record<string, string> = {}): Record<string, string> {
  return { ...env, PATH: `${folder}:${dirname(process.execPath)}:${process.env.PATH}` };
}

/** Runs commands as a reader would, and gives all that they print; a reader goes on after what failed. */
export function shell(commands: string, folder: string, env: Record<string, string> = {}): Promise<string> {
  const options = { cwd: folder, env: readersEnv(folder, env) };
  return new Promise(done => {
    execFile('sh', ['-c', `{ ${commands}\n} 2>&1`], options, (_, stdout) => done(stdout));
  });
}

export interface Reader {
  /** Where the reader's files are. */
  readonly folder: string;
  /** Runs a block of commands and gives what it prints; undefined when this reader leaves it out. */
  run(block: Block): Promise<string | undefined>;
}

/**
 * Does what a page tells its reader to do: writes its files, runs the commands whose output the page shows, and
 * compares. Gives how many were compared.
 */
export async function follow(page: string, blocks: readonly Block[], reader: Reader): Promise<number> {
  let compared = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.language === 'yaml' || block.language === 'diff') await write(page, block, reader.folder);
    const shown = blocks[index + 1];
    if (block.language !== 'sh' || shown?.language !== 'text') continue;
    const printed = await reader.run(block);
    if (printed === undefined) continue;
    expectShown(printed, shown.text, `${page}:${block.line}`);
    compared += 1;
  }
  return compared;
}

/**
 * A block with the name of a file is that file. `file at the end` is added to it, `file before <line>` put before
 * that line, and `file from <line>` in the place of that line and all below it. A diff changes one place of its file.
 */
async function write(page: string, { language, title, text, line }: Block, folder: string): Promise<void> {
  const [, name = '', how = '', mark = ''] = /^(\S+)(?: (at the end|before|from) ?(.*))?$/.exec(title) ?? [];
  const path = join(folder, name);
  if (language === 'yaml' && how === '') return writeFile(path, text);
  const file = await readFile(path, 'utf8');
  const only = (wanted: string) => {
    const parts = file.split(wanted);
    expect(parts.length - 1, `${page}:${line}: how often ${name} has ${JSON.stringify(wanted)}`).toBe(1);
    return [parts[0] ?? '', parts[1] ?? ''] as const;
  };
  if (language === 'diff') {
    const [before, after] = only(side(text, '-'));
    return writeFile(path, before + side(text, '+') + after);
  }
  if (how === 'at the end') return writeFile(path, file + text);
  const found = new RegExp(`^ *${mark}\\n`, 'm').exec(file)?.[0] ?? mark;
  const [before, after] = only(found);
  await writeFile(path, before + text + (how === 'before' ? found + after : ''));
}

/** What a diff takes away, or what it puts in its place: with the lines that stay. */
function side(diff: string, sign: '-' | '+'): string {
  const lines = diff.split('\n').filter(text => text.startsWith(sign) || text.startsWith(' '));
  return lines.map(text => `${text.slice(1)}\n`).join('');
}
