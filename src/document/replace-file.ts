import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { fileText } from './file-text.js';

/**
 * Writes another text into a file, whole or not at all. A byte order mark, the mode of the file and a link to it stay.
 *
 * @param before what is known to stand in it
 * @returns whether it was written: not if something else stands in it by now. Errors of the file system pass through
 */
export async function replaceFile(file: string, before: string, text: string): Promise<boolean> {
  const target = await realpath(file);
  const bytes = await readFile(target);
  // What is no text was known to nobody: as one it only looks the same.
  if (!isUtf8(bytes) || fileText(bytes).text !== before) return false;
  const mark = bytes.toString('utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
  const { mode } = await stat(target);
  const beside = `${target}.${randomUUID()}`;
  try {
    await writeFile(beside, `${mark}${text}`, { mode, flag: 'wx' });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return true;
}

/** @returns whether it was made: not if there is one by now. Errors of the file system pass through */
export async function makeFile(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
