import type { Method, Operation } from '../loyalty-api/operations.js';
import { paramsOf, shapeOf } from '../loyalty-api/paths.js';
import type { MethodKey, OperationObject, Parameter, PathItem } from './types.js';

/** One operation on one route. */
export interface Route {
  readonly operation: Operation;
  readonly described: Omit<OperationObject, 'operationId'>;
}

/**
 * Puts operations on their paths, in the order of their coming. An operation of several methods becomes several, each
 * with an id of its own, which the document must not have twice (4.8.10.1).
 *
 * Paths that differ only in the names of their parameters are the same path to OpenAPI (4.8.8.1) as to our router: the
 * names of the first count.
 */
export function pathItems(routes: readonly Route[]): Record<string, PathItem> {
  const paths = new Map<string, string>();
  const items: Record<string, Partial<Record<MethodKey, OperationObject>>> = {};
  const taken = new Set(routes.map(({ operation }) => operation.id));
  for (const { operation, described } of routes) {
    const path = paths.get(shapeOf(operation.path)) ?? operation.path;
    paths.set(shapeOf(path), path);
    items[path] ??= {};
    for (const [index, method] of operation.methods.entries()) {
      const operationId = index === 0 ? operation.id : freeId(`${operation.id}${titled(method)}`, taken);
      const parameters = described.parameters && renamed(described.parameters, operation.path, path);
      const object = parameters ? { operationId, ...described, parameters } : { operationId, ...described };
      items[path][keyOf[method]] = object;
    }
  }
  return items;
}

const keyOf = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Method, MethodKey>;

function titled(method: Method): string {
  return `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
}

function freeId(wanted: string, taken: Set<string>): string {
  const id = taken.has(wanted) ? freeId(`${wanted}_`, taken) : wanted;
  taken.add(id);
  return id;
}

function renamed(parameters: readonly Parameter[], from: string, to: string): readonly Parameter[] {
  if (from === to) return parameters;
  const before = paramsOf(from);
  const after = paramsOf(to);
  return parameters.map(parameter =>
    parameter.in === 'path'
      ? { ...parameter, name: after[before.indexOf(parameter.name)] ?? parameter.name }
      : parameter,
  );
}
