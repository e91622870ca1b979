import type { Document } from '../document/document.js';
import {
  operations as catalogue,
  isInRevision,
  isOperationId,
  type Operation,
  type Revision,
  revisions,
} from '../loyalty-api/operations.js';

/**
 * Compares the operations of a mapping with those of a revision: which ones it lacks, and which ones it has although
 * the revision does not.
 *
 * @param document the mapping
 * @param served what a config makes of the revision that the mapping says it implements
 */
export function reportRevision(document: Document, served?: Revision): void {
  const { api, operations } = Object(document.value) as Record<string, unknown>;
  const revision = served ?? revisions.find(each => each === api);
  // Without either that is a finding already.
  if (revision === undefined || operations === undefined) return;
  const mapped = document.keysAt(['operations']);
  const missing = Object.values(catalogue).filter(
    operation => isInRevision(operation, revision) && !mapped.includes(operation.id),
  );
  reportMissing(document, revision, missing);
  for (const id of mapped) {
    if (!isOperationId(id) || isInRevision(catalogue[id], revision)) continue;
    const message = `${id} came with revision ${catalogue[id].since}; with ${revision} it is not served`;
    const hint = `raise api: to ${catalogue[id].since}, in the mapping and where a config has it, or leave it out`;
    document.report('warning', 'revision', document.placeOfKey(['operations', id]), message, hint);
  }
}

function reportMissing(document: Document, revision: Revision, missing: readonly Operation[]): void {
  const place = document.placeOfKey(['operations']);
  const core = namesOf(missing.filter(operation => operation.core));
  const others = namesOf(missing.filter(operation => !operation.core));
  const hint = `map them, or say why not: ${core[0] ?? others[0]}: { unsupported: "…" }`;
  if (core.length > 0) {
    const message = `the mapping lacks ${core.join(' and ')}, with which every scenario of Koshelek begins`;
    document.report('error', 'missing-operation', place, message, hint);
  }
  if (others.length > 0) {
    const message = `of revision ${revision} the mapping leaves out ${others.join(', ')}: Koshelek gets unknownOperation`;
    document.report('notice', 'left-out-operations', place, message, core.length > 0 ? undefined : hint);
  }
}

function namesOf(operations: readonly Operation[]): string[] {
  return operations.map(({ id }) => id);
}
