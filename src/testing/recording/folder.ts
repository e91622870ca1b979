import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the fakes of a folder are drawn by. Whoever has it can find out whose they are, so it is never committed. */
const KEY = '.pseudonyms.key';

/**
 * The key of a folder of recordings; made, with the folder and a line in its `.gitignore`, where there is none. Errors
 * of the file system pass through.
 */
export async function keyOfFolder(folder: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, KEY);
  const ignore = join(folder, '.gitignore');
  const ignored = await readFile(ignore, 'utf8').catch(() => '');
  if (!ignored.split(/\r?\n/).includes(KEY))
    await appendFile(ignore, `${ignored === '' || ignored.endsWith('\n') ? '' : '\n'}${KEY}\n`);
  const key = await readFile(file, 'utf8').catch(() => '');
  if (/^[\da-f]{64}\s*$/.test(key)) return Buffer.from(key.trim(), 'hex');
  const made = randomBytes(32);
  await writeFile(file, `${made.toString('hex')}\n`, { mode: 0o600 });
  return made;
}

/** A name that no file of a folder has yet. */
export async function freeName(folder: string, stem: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.test.yaml`;
    if (!taken.has(name)) return join(folder, name);
  }
}
