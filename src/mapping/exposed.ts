import { isInRevision, type Operation, type Revision } from '../loyalty-api/operations.js';
import type { Mapping } from './mapping.js';

/** The operations of a mapping that Koshelek can call, in the order of the mapping. */
export function exposedOperations({ operations }: Mapping, api: Revision): Operation[] {
  return [...operations.values()].map(({ operation }) => operation).filter(each => isInRevision(each, api));
}

/**
 * What a login may call, by id.
 *
 * @param said what the config says of it; by default all but the optional operations, which hand out lists of customers
 */
export function allowedOperations(
  exposed: readonly Operation[],
  said: readonly string[] | undefined,
): ReadonlySet<string> {
  return new Set(said ?? exposed.filter(({ since }) => since !== 'optional').map(({ id }) => id));
}
