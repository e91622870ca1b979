import { filesBelow } from '../../document/files-below.js';

/** All test files below a folder, sorted. */
export function findTestFiles(folder: string): Promise<string[]> {
  return filesBelow(folder, /\.test\.ya?ml$/);
}
