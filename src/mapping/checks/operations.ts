import type { Path } from '../../document/place.js';
import type { MappingFields, StepFields } from '../fields.js';

/** What of a mapping has steps, with its place: operations of the API, its own, and `cards.verify`. */
export function operationsOf({
  operations,
  custom,
  cards,
}: MappingFields): { path: Path; steps: Readonly<Record<string, StepFields>> }[] {
  const verify = cards ? [{ path: ['cards', 'verify'], steps: cards.verify.steps }] : [];
  const all = Object.entries({ operations, custom }).flatMap(([section, all]) =>
    Object.entries(all).flatMap(([id, operation]) =>
      operation.kind === 'steps' ? [{ path: [section, id], steps: operation.steps }] : [],
    ),
  );
  return [...all, ...verify];
}
