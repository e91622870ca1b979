import { Failure } from './failure.js';
import type { FieldKind, FieldName, Operation } from './operations.js';
import { wordsOfRoutes } from './paths.js';
import { readQuery } from './query.js';
import { fieldsReader, isAbsent, type Part } from './read-fields.js';
import type { LoyaltyRequest } from './request.js';
import { parseRequestBody } from './request-body.js';

/** A request as it came over HTTP, not yet trusted. */
export interface RawRequest {
  readonly method: string;
  /** Without base path and query. */
  readonly path: string;
  /** Decoded once. */
  readonly params: Readonly<Record<string, string>>;
  /** After the `?`, still encoded. */
  readonly query: string;
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: Uint8Array;
}

type Reader = (raw: RawRequest, headerNames: readonly string[]) => LoyaltyRequest;

const readers = new WeakMap<Operation, Reader>();

/**
 * Holds a request against the contract of its operation and brings its values into one spelling. Messages of
 * failures name a field, never its value.
 *
 * @param headerNames the headers that are handed on, in lower case
 * @throws Failure of the group 1xxx of the error catalogue
 */
export function readRequest(
  operation: Operation,
  raw: RawRequest,
  headerNames: readonly string[],
): LoyaltyRequest {
  let reader = readers.get(operation);
  if (!reader) {
    reader = compileReader(operation);
    readers.set(operation, reader);
  }
  try {
    return reader(raw, headerNames);
  } catch (error) {
    throw Failure.from(error).within({ operation: operation.id });
  }
}

function compileReader({ request: contract }: Operation): Reader {
  const readParams = fieldsReader('path parameter', contract.params);
  const readQueryFields = fieldsReader('query parameter', contract.query);
  const readBody = contract.body && fieldsReader('body member', contract.body);
  const { require = [], dateOrder } = contract;
  const paramKinds = Object.entries(contract.params);

  return (raw, headerNames) => {
    // Path and query hold texts, and all kinds but `texts`, which accepts none, keep a text a text.
    const params = readParams(raw.params) as Record<string, string>;
    checkParams(params, paramKinds);
    const query = readQueryFields(readQuery(raw.query, contract.query)) as LoyaltyRequest['query'];
    if (dateOrder) checkOrder(query, dateOrder);
    const headers = pickHeaders(raw, headerNames);
    const body = readBody?.(parseRequestBody(raw.body, headerText(raw.headers['content-type'])));
    for (const names of require) checkRequired({ query, body: body ?? {} }, names);
    const request = { method: raw.method, path: raw.path, params, query, headers };
    return body ? { ...request, body } : request;
  };
}

const labelOf = { query: 'query parameter', body: 'body member' } as const satisfies Record<string, Part>;

function checkParams(
  params: LoyaltyRequest['params'],
  kinds: readonly (readonly [string, FieldKind])[],
): void {
  for (const [name, kind] of kinds) {
    const value = params[name];
    // A segment of the path may be blank.
    if (value === undefined) throw new Failure('missingParameter', `path parameter "${name}" is missing`);
    if (kind === 'cardNumber' && wordsOfRoutes.has(value))
      throw new Failure('unknownOperation', `path parameter "${name}" is a word of the API's routes`);
  }
}

function checkRequired(
  parts: Readonly<Record<FieldName['part'], Readonly<Record<string, unknown>>>>,
  names: readonly FieldName[],
): void {
  if (names.some(({ part, name }) => Object.hasOwn(parts[part], name) && !isAbsent(parts[part][name])))
    return;
  const list = names.map(({ part, name }) => `${labelOf[part]} "${name}"`).join(', ');
  const message = names.length === 1 ? `${list} is missing` : `there is none of ${list}`;
  throw new Failure('missingParameter', message);
}

function checkOrder(query: LoyaltyRequest['query'], [first, second]: readonly [string, string]): void {
  const [from, to] = [query[first], query[second]];
  // YYYY-MM-DD sorts as text.
  if (from !== undefined && to !== undefined && from > to) {
    throw new Failure('badDate', `query parameter "${first}" is after "${second}"`);
  }
}

function pickHeaders({ headers }: RawRequest, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const text = Object.hasOwn(headers, name) ? headerText(headers[name]) : undefined;
    if (text !== undefined) picked[name] = text;
  }
  return picked;
}

/** Lines of a repeated header make one list (RFC 9110, section 5.3). */
export function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
