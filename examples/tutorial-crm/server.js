// @ts-check
import { createServer } from 'node:http';
import { CrmError } from './crm-error.js';
import { methods } from './methods.js';
import { seed } from './seed.js';
import { Sessions } from './sessions.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

const BODY_LIMIT = 64 * 1024;

/**
 * Starts Romashka CRM with a fresh copy of its invented people, on the loopback address.
 *
 * @param {{ port?: number, password?: string, tokenMinutes?: number, clock?: () => number }} [options]
 *   by default any free port; `clock` gives milliseconds since 1970
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startRomashka(options = {}) {
  const { port = 0, password = 'tutorial-password', tokenMinutes = 20, clock = Date.now } = options;
  const store = seed();
  const sessions = new Sessions({ user: 'koshelek', password, minutes: tokenMinutes, clock });

  /**
   * @param {string} name what stands behind /api/
   * @param {IncomingMessage} request
   */
  async function answer(name, request) {
    try {
      const body = await readBody(request);
      if (name === 'login') return done(sessions.begin(body));
      sessions.check(request.headers['x-session']);
      return done(methods[name]?.(store, body));
    } catch (error) {
      const { code, message } = error instanceof CrmError ? error : new CrmError(900, 'Внутренняя ошибка');
      return { code, message, data: '' };
    }
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async function serve(request, response) {
    const name = /^\/api\/([a-z/]+)$/.exec(request.url ?? '')?.[1] ?? '';
    if (request.method !== 'POST' || (name !== 'login' && !Object.hasOwn(methods, name))) {
      request.resume();
      response.writeHead(404, { 'Content-Type': 'text/html' });
      response.end('<html><body><h1>404 Not Found</h1></body></html>');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(await answer(name, request)));
  }

  const server = createServer(serve);
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param {unknown} data what there is to tell; an empty text for nothing, as everywhere in this CRM */
function done(data = '') {
  return { code: 0, message: 'OK', data };
}

/**
 * @param {IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  // What is over the limit is read and dropped: a caller cut off while sending never sees the answer.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  try {
    const body = size <= BODY_LIMIT && JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch {
    // The same error as for what is JSON and no object.
  }
  throw new CrmError(300, 'Тело запроса не является объектом JSON');
}
