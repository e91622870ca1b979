import type { Path } from '../../document/place.js';
import type { MappingFields, StepFields } from '../fields.js';

/** The operations of a mapping that have steps, with their places: those of the API, and its own. */
export function operationsOf({
  operations,
  custom,
}: MappingFields): { path: Path; steps: Readonly<Record<string, StepFields>> }[] {
  return Object.entries({ operations, custom }).flatMap(([section, all]) =>
    Object.entries(all).flatMap(([id, operation]) =>
      operation.kind === 'steps' ? [{ path: [section, id], steps: operation.steps }] : [],
    ),
  );
}
