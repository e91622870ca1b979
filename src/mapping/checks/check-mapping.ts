import { hasErrors } from '../../document/finding.js';
import type { Workshop } from '../compiler.js';
import type { MappingFields } from '../fields.js';
import type { MappedOperation } from '../mapping.js';
import { reportAbsent } from './absent.js';
import { writesBelowClaim } from './cards.js';
import { operationsOf } from './operations.js';
import { reportUnused } from './unused.js';

/** Looks at a mapping as a whole, once all of its expressions have been seen. Findings go to the document. */
export function checkWhole(
  { document, seen }: Workshop,
  fields: MappingFields,
  mapped: ReadonlyMap<string, MappedOperation>,
): void {
  // What has an error may read what seems to be read by nobody.
  if (hasErrors(document.findings)) return;
  const operations = operationsOf(fields);
  // Without operations it is one that somebody has begun to write.
  if (operations.length > 0) reportUnused(document, fields, seen);
  for (const { path, steps } of operations) {
    const skipped = writesBelowClaim(mapped.get(String(path[1])));
    reportAbsent(path, steps, skipped, seen);
  }
}
