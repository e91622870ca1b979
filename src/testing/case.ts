import type { Place } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { Mapping } from '../mapping/mapping.js';
import type { CaseFields } from './fields.js';
import type { WrittenCase } from './origin.js';

/** One case of a test file. */
export interface TestCase {
  readonly fields: CaseFields;
  /** What the file and the case set; the mapping is loaded with it. */
  readonly params: Readonly<Record<string, string>>;
  /** With the params of the case. */
  readonly mapping: Mapping;
  /** As the mapping has it. */
  readonly operation: Operation;
  readonly place: Place;
  readonly written: WrittenCase;
}
