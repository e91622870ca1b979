import { Document } from '../../document/document.js';
import { seemsOurs } from '../../document/file-kind.js';
import { filesBelow } from '../../document/files-below.js';
import { displayPath, readable, UsageError } from '../usage.js';

/** How many names a message can bear. */
const SHOWN = 5;

/**
 * All mappings, test files, selftest files and configs below a folder, sorted.
 *
 * @throws UsageError when there is none; it says which files are none
 */
export async function findFiles(folder: string): Promise<string[]> {
  const others: string[] = [];
  const found: string[] = [];
  for (const path of await filesBelow(folder, /\.ya?ml$/)) {
    const isOurs = seemsOurs(await readable(displayPath(path, folder), Document.read(path)));
    (isOurs ? found : others).push(path);
  }
  if (found.length > 0) return found;
  const names = others.slice(0, SHOWN).map(path => displayPath(path, folder));
  const more =
    others.length > SHOWN ? ` and ${others.length - SHOWN} more are` : others.length > 1 ? ' are' : ' is';
  const seen = others.length > 0 ? ` (${names.join(', ')}${more} none)` : '';
  throw new UsageError(
    `nothing to check: there is no mapping, test file, selftest file or config below this folder${seen}`,
  );
}
