import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files below a folder whose names fit, sorted. What others have put there is passed over: `node_modules`, and
 * folders that begin with a dot.
 *
 * @param depth how many folders down
 */
export async function filesBelow(
  folder: string,
  name: RegExp,
  depth = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth > 0 && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        found.push(...(await filesBelow(path, name, depth - 1)));
    } else if (name.test(entry.name)) {
      found.push(path);
    }
  }
  return found.sort();
}
