// @ts-check
import { readBody } from './body.js';
import { CrmError, errorReply } from './errors.js';
import { findRoute } from './router.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Reply, Store } from './types.js' */

/**
 * @param {Store} store
 * @param {string} token
 * @param {IncomingMessage} request
 * @returns {Promise<Reply>}
 */
export async function answer(store, token, request) {
  try {
    if (request.headers.authorization !== `Bearer ${token}`) {
      throw new CrmError(401, 'UNAUTHORIZED', 'A valid bearer token is required.');
    }
    const [path, query] = splitTarget(request.url ?? '/');
    const { route, key } = findRoute(request.method ?? 'GET', path);
    const body = route.takesBody ? await readBody(request) : {};
    return route.handle(store, { key, query: new URLSearchParams(query), body });
  } catch (error) {
    return errorReply(error);
  }
}

/**
 * @param {string} target
 * @returns {[path: string, query: string]}
 */
function splitTarget(target) {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}
