// @ts-check
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.js';
import { writeJson } from './json.js';
import { createStore } from './store.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @typedef {object} DemoCrmOptions
 * @property {number} [port] by default any free one
 * @property {string} [host]
 * @property {string} [token]
 * @property {() => number} [clock] milliseconds since 1970
 * @property {number} [latency] milliseconds to wait before every answer
 */

/**
 * Starts a CRM with a fresh copy of the seed data.
 *
 * @param {DemoCrmOptions} [options]
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function startDemoCrm(options = {}) {
  const { port = 0, host = '127.0.0.1', token = 'demo-crm-token', clock = Date.now, latency = 0 } = options;
  const store = createStore(clock);

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async function serve(request, response) {
    const reply = await answer(store, token, request);
    // Without a reference: a slow answer must not keep a closed CRM's process alive.
    if (latency > 0) await sleep(latency, undefined, { ref: false });
    const bytes = Buffer.from(writeJson(reply.body));
    response.writeHead(reply.status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
    response.end(bytes);
  }

  const server = createServer(serve);
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });

  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
