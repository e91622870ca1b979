import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** All test files below a folder, sorted. */
export async function findTestFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        found.push(...(await findTestFiles(path)));
    } else if (/\.test\.ya?ml$/.test(entry.name)) {
      found.push(path);
    }
  }
  return found.sort();
}
