import { isInRevision, type Operation, type Revision } from '../loyalty-api/operations.js';
import type { Mapping } from './mapping.js';

/** The operations of a mapping that Koshelek can call, in the order of the catalogue and then of the mapping. */
export function exposedOperations({ operations }: Mapping, api: Revision): Operation[] {
  return [...operations.values()].map(({ operation }) => operation).filter(each => isInRevision(each, api));
}
