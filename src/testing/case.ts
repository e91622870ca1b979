import type { Place } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { CaseFields } from './fields.js';

/** One case of a test file. */
export interface TestCase {
  readonly fields: CaseFields;
  /** As the mapping has it. */
  readonly operation: Operation;
  readonly place: Place;
}
