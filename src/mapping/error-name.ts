import type { Path } from '../document/place.js';
import { nearest } from '../document/shape.js';
import { type ErrorName, errorNames } from '../loyalty-api/errors.js';
import type { Workshop } from './compiler.js';

/**
 * An error of the catalogue by its name; an unknown name becomes a finding. `unauthorized` is not for mappings: it
 * is a 401, which says that Koshelek's own credentials are wrong.
 */
export function errorAt(workshop: Workshop, path: Path, name: string): ErrorName {
  if ((errorNames as readonly string[]).includes(name) && name !== 'unauthorized') return name as ErrorName;
  const guess = nearest(name, errorNames);
  const hint = guess ? `did you mean ${guess}?` : `the catalogue has: ${errorNames.join(', ')}`;
  workshop.document.report(
    'error',
    'unknown-error',
    workshop.document.placeOf(path),
    `there is no error "${name}"`,
    hint,
  );
  return 'mappingFault';
}
