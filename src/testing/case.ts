import type { Place } from '../document/place.js';
import type { CaseFields } from './fields.js';

/** One case of a test file. */
export interface TestCase {
  readonly fields: CaseFields;
  readonly place: Place;
}
