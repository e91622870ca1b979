// @ts-check
import { CrmError } from './errors.js';
import { readJson } from './json.js';

/** @import { IncomingMessage } from 'node:http' */

const LIMIT = 1024 * 1024;

/**
 * @param {IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readBody(request) {
  const body = parse(await readBytes(request));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new CrmError(400, 'BAD_JSON', 'The body must be a JSON object.');
  }
  return /** @type {Record<string, unknown>} */ (body);
}

/** @param {Buffer} bytes */
function parse(bytes) {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CrmError(400, 'BAD_JSON', 'The body is not JSON.');
  }
}

/** @param {IncomingMessage} request */
async function readBytes(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  // What is over the limit is read and dropped: a caller cut off while sending never sees the answer.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
  }
  if (size > LIMIT) throw new CrmError(413, 'BODY_TOO_LARGE', 'The body is larger than 1 MiB.');
  return Buffer.concat(chunks);
}
