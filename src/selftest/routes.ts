import { type OperationId, operationIds, operations, versioned } from '../loyalty-api/operations.js';
import { filledPath, queryOf } from '../loyalty-api/paths.js';

/** These change nothing, so they may share a connection and be repeated. All are a GET. */
export const reads: ReadonlySet<OperationId> = new Set([
  'findCard',
  'getCard',
  'listPurchases',
  'listPromos',
  'listUsers',
  'listUsersExtended',
]);

/** What of a request stands in its first line. */
export interface Route {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
}

/** Where the operations of a service are. */
export type Routes = Readonly<Record<OperationId, Route>>;

/**
 * @param segment what stands in the place of `v1`; nothing, if there is no such segment
 * @param overrides routes of a data file: `PUT /v2/card/{cardNumber}`
 */
export function routesOf(segment: string, overrides: Readonly<Partial<Record<OperationId, string>>>): Routes {
  const entries = operationIds.map((id): [OperationId, Route] => {
    const { methods, path } = operations[id];
    const [method = '', given = ''] = overrides[id]?.split(' ') ?? [];
    if (given !== '') return [id, { method, path: given }];
    return [id, { method: methods[0] ?? 'GET', path: versioned(path, segment) }];
  });
  return Object.fromEntries(entries) as Record<OperationId, Route>;
}

export type Query = Readonly<Record<string, string>>;

/** The path of a request, with its parameters and its query. */
export function filledIn({ path }: Route, params: Query = {}, query: Query = {}): string {
  const ascii = path.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
  const pairs = queryOf(query);
  return filledPath(ascii, params) + (pairs === '' ? '' : `?${pairs}`);
}
