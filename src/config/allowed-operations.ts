import type { Document } from '../document/document.js';
import { isOperationId } from '../loyalty-api/operations.js';
import { reportUnknownOperation } from '../mapping/known-operations.js';

/**
 * Reports operations of logins that neither the API nor the mapping has, and warns of those that the mapping leaves out.
 *
 * @param document the config file
 * @param config what stands in it
 */
export function reportAllowedOperations(document: Document, config: unknown, mapping: Document): void {
  for (const [user, allowed] of listAt(config, 'users').entries()) {
    for (const [index, name] of listAt(allowed, 'operations').entries()) {
      // What comes from the environment is not known in a config that has errors.
      if (typeof name !== 'string' || name.includes('${')) continue;
      const path = ['users', user, 'operations', index];
      reportUnknownOperation(document, path, name, mapping);
      if (isOperationId(name) && !mapping.keysAt(['operations']).includes(name)) {
        const message = `the mapping leaves out ${name}, so that nobody can call it`;
        document.report('warning', 'not-mapped', document.placeOf(path), message);
      }
    }
  }
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = (Object(value) as Record<string, unknown>)[key];
  return Array.isArray(list) ? list : [];
}
