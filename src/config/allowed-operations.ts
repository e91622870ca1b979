import type { Document } from '../document/document.js';
import { reportUnknownOperation } from '../mapping/known-operations.js';

/**
 * Reports operations of logins that neither the API nor the mapping has.
 *
 * @param document the config file
 * @param config what stands in it
 */
export function reportUnknownOperations(document: Document, config: unknown, mapping: Document): void {
  if (mapping.value === undefined) return;
  for (const [user, allowed] of listAt(config, 'users').entries()) {
    for (const [index, name] of listAt(allowed, 'operations').entries()) {
      // What comes from the environment is not known in a config that has errors.
      if (typeof name !== 'string' || name.includes('${')) continue;
      reportUnknownOperation(document, ['users', user, 'operations', index], name, mapping);
    }
  }
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = (Object(value) as Record<string, unknown>)[key];
  return Array.isArray(list) ? list : [];
}
