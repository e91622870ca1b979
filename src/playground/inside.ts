import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';

/**
 * Whether a file, once all links are followed, lies in a folder or below it. One that is not there yet lies where its
 * folder does.
 *
 * @param folder without links on the way
 */
export async function isInside(folder: string, file: string): Promise<boolean> {
  const target = await followed(file);
  if (target === undefined) return false;
  const below = relative(folder, target);
  return below !== '' && !below.startsWith('..') && !isAbsolute(below);
}

/** `undefined` of a link that leads nowhere: whoever wrote to it would make a file there. */
async function followed(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch {
    const isLink = await lstat(file).then(
      () => true,
      () => false,
    );
    if (isLink) return undefined;
    return realpath(dirname(file)).then(
      folder => join(folder, basename(file)),
      () => undefined,
    );
  }
}
