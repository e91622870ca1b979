import type { Document } from '../document/document.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import { operationIds } from '../loyalty-api/operations.js';

/**
 * Reports the name of an operation that neither the API nor a mapping, under `custom:`, has.
 *
 * @param document the file that names it, at the path
 */
export function reportUnknownOperation(
  document: Document,
  path: Path,
  name: string,
  mapping: Document,
): void {
  // What cannot be read may well have it.
  if (mapping.value === undefined) return;
  const known = [...operationIds, ...mapping.keysAt(['custom'])];
  if (known.includes(name)) return;
  const hint = suggestion(name, known, `there are ${known.join(', ')}`);
  document.error('unknown-operation', path, `there is no operation "${name}"`, hint);
}
