import {
  isOperationId,
  type Operation,
  operations,
  usualVersion,
  withVersion,
} from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import type { RewriteAnswer, RewriteRequest } from './api.js';
import type { RequestFields } from './api-run.js';
import type { Desk } from './desk.js';
import { lastGood, lookAt } from './looked-at.js';
import { requestText } from './raw-text.js';
import { Refusal } from './refusal.js';
import { sentBy } from './run.js';

/**
 * Writes a request as raw text where it is fields, and as fields where it is raw text. Nothing is run, so it does not
 * matter whether the mapping can be.
 *
 * @throws Refusal `cannot` when the text is no request of the operation
 */
export async function rewrite(
  desk: Desk,
  { operation: id, request }: RewriteRequest,
): Promise<RewriteAnswer> {
  // Who has removed all of the text goes back to an empty form.
  if ('raw' in request && request.raw.trim() === '') return { request: {} };
  const { operation, basePath } = await servedAs(desk, id);
  const sent = sentBy(request, operation, basePath);
  return { request: 'raw' in request ? fieldsOf(sent) : { raw: requestText(sent, basePath) } };
}

/** Its route is that of the last mapping that could be run. While there was none yet, it is the API's. */
async function servedAs(desk: Desk, id: string): Promise<{ operation: Operation; basePath: string }> {
  const { mapping, deployment } = await lookAt(desk, await lastGood(desk));
  const { versionSegment, basePath } = deployment;
  const operation =
    mapping?.operations.get(id)?.operation ??
    (isOperationId(id) ? withVersion(operations[id], versionSegment ?? usualVersion) : undefined);
  if (!operation) throw new Refusal('cannot', `the mapping has no operation ${id}`);
  return { operation, basePath };
}

function fieldsOf({ params, query, headers, body }: RawRequest): RequestFields {
  return {
    params,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(body && { body: new TextDecoder().decode(body) }),
  };
}
