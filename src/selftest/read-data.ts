import { Document } from '../document/document.js';
import { isOtherKind } from '../document/file-kind.js';
import { type Finding, hasErrors } from '../document/finding.js';
import { readShape } from '../document/shape.js';
import { dataFields, type SelftestData } from './data.js';
import { reportStrangersWhoAreKnown } from './strangers.js';

/**
 * Reads a data file.
 *
 * @returns the data, unless there are errors among the findings. Errors of the file system pass through.
 */
export async function readData(file: string): Promise<{ data?: SelftestData; findings: readonly Finding[] }> {
  const document = await Document.read(file);
  if (isOtherKind(document, 'selftest file')) return { findings: document.findings };
  document.reportChangedNumbers();
  const data = document.value === undefined ? undefined : readShape(document, dataFields, document.value);
  if (data !== undefined) reportStrangersWhoAreKnown(document, data);
  const { findings } = document;
  return hasErrors(findings) ? { findings } : { data, findings };
}
