import { Document } from '../document/document.js';
import { fileProblem } from '../document/file-problem.js';

/**
 * Reads the mapping that another file names under `mapping:`. One that cannot be read is a finding there.
 *
 * @param document the file that names it
 * @param file its absolute path
 */
export async function readNamedMapping(document: Document, file: string): Promise<Document | undefined> {
  try {
    return await Document.read(file);
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    document.error('mapping-file', ['mapping'], `cannot read ${file}: ${problem}`);
    return undefined;
  }
}
