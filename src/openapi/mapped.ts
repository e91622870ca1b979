import type { ErrorName, ErrorTable } from '../loyalty-api/errors.js';
import { type Operation, operationIds, type Revision } from '../loyalty-api/operations.js';
import { allowedOperations, exposedOperations } from '../mapping/exposed.js';
import type { Mapping } from '../mapping/mapping.js';
import { type DescribedOperation, type OpenApiInput, openApiDocument } from './open-api.js';
import { possibleErrors } from './possible-errors.js';
import type { OpenApiDocument } from './types.js';

/** What a config says, as far as it shows outside. */
export interface Deployment {
  readonly api: Revision;
  readonly server: OpenApiInput['server'];
  readonly realm: string;
  readonly errors: ErrorTable;
  /** What each login may call, as the config says it; without, every operation may be called. */
  readonly users?: readonly { readonly operations?: readonly string[] }[];
  /** Errors that any request may be answered with, because the config bounds who may call, and how often. */
  readonly refusals?: readonly ErrorName[];
}

/** Describes what a mapping exposes in a deployment: of its operations those that some login may call. */
export function openApiOf(mapping: Mapping, deployment: Deployment): OpenApiDocument {
  const { name } = mapping;
  const { api, server, realm, errors } = deployment;
  return openApiDocument({ name, api, server, realm, errors, operations: operationsOf(mapping, deployment) });
}

function operationsOf(
  mapping: Mapping,
  { api, users = [], refusals = [] }: Deployment,
): DescribedOperation[] {
  const exposed = inCatalogueOrder(exposedOperations(mapping, api));
  const allowed = users.map(({ operations }) => allowedOperations(exposed, operations));
  return exposed.flatMap(operation => {
    const mapped = mapping.operations.get(operation.id);
    const callers = allowed.filter(ids => ids.has(operation.id)).length;
    if (!mapped || (allowed.length > 0 && callers === 0)) return [];
    const ofLogin = callers < allowed.length ? (['operationNotAllowed'] as const) : [];
    return {
      operation,
      errors: possibleErrors(mapped, [...refusals, ...ofLogin], mapping.verify),
      isSupported: mapped.kind !== 'unsupported',
    };
  });
}

/** So the order of a mapping file changes nothing. Its own operations come last. */
function inCatalogueOrder(exposed: readonly Operation[]): Operation[] {
  const ids: readonly string[] = operationIds;
  const rank = ({ id }: Operation) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return [...exposed].sort((one, other) => rank(one) - rank(other));
}
