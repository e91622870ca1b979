import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gitignore } from '../../scaffold/project.js';
import type { ScaffoldFile } from '../../scaffold/starter.js';
import { UsageError } from '../usage.js';

/** What has been written, and what was there and stays as it is. */
export interface Done {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Writes files into a folder, which is made where it is not there: all of them or none. Nothing that is there is
 * overwritten; a .gitignore is left alone.
 *
 * @param shown the folder as the person wrote it
 * @throws UsageError that names what is in the way
 */
export async function writeAll(files: readonly ScaffoldFile[], folder: string, shown: string): Promise<Done> {
  const hasIgnore = await isThere(join(folder, gitignore.path));
  const wanted = hasIgnore ? files : [...files, gitignore];
  const inTheWay: string[] = [];
  for (const { path } of wanted) if (await isThere(join(folder, path))) inTheWay.push(path);
  if (inTheWay.length > 0) {
    const are = inTheWay.length > 1 ? 'are' : 'is';
    const where = `${shown === '.' ? 'this folder' : shown}`;
    throw new UsageError(
      `nothing was written, for ${inTheWay.join(', ')} ${are} in ${where} already: name another folder, loyalty-gw init <folder>`,
    );
  }
  const made: string[] = [];
  try {
    for (const { path, text } of wanted) {
      const first = await mkdir(dirname(join(folder, path)), { recursive: true });
      if (first !== undefined) made.push(first);
      await writeFile(join(folder, path), text, { flag: 'wx' });
      made.push(join(folder, path));
    }
  } catch (error) {
    // Half of a project would be in the way of the next attempt.
    for (const path of made.reverse()) await rm(path, { recursive: true, force: true });
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`nothing was written, for ${path ?? shown} cannot be: ${reasons[code] ?? code}`, {
      cause: error,
    });
  }
  return { written: wanted.map(({ path }) => path), kept: hasIgnore ? [gitignore.path] : [] };
}

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it can only be read',
  ENOSPC: 'there is no space left',
};

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    // What else is wrong, writing will tell.
    return !['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
