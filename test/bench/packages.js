// @ts-check
// The same translation by hand on the packages that the gateway is made of: Express, express-basic-auth, a line of pino
// for each request, and prom-client for the metrics that the gateway counts. It has no mapping, no contract and no
// bounds: what it takes nobody who uses these packages takes less than.
import { createServer } from 'node:http';
import express from 'express';
import basicAuth from 'express-basic-auth';
import { destination, pino } from 'pino';
import { Counter, Gauge, Histogram } from 'prom-client';
import { contentType, findCard, getCard, readerOf, refusal } from './by-hand.js';
import { listen } from './ready.js';
import { login, password } from './scene.js';

const log = pino(destination({ dest: 1, sync: false }));
const running = new Gauge({ name: 'running', help: 'requests' });
const requests = new Counter({ name: 'requests', help: 'requests', labelNames: ['operation', 'status'] });
const durations = new Histogram({ name: 'durations', help: 'seconds', labelNames: ['operation'] });
const calls = new Counter({ name: 'calls', help: 'calls', labelNames: ['step', 'outcome'] });
const callDurations = new Histogram({ name: 'call_durations', help: 'seconds', labelNames: ['step'] });

const ask = readerOf(process.argv[2] ?? '');
let ids = 0;

/**
 * @param {string} operation
 * @param {(request: express.Request, read: import('./by-hand.js').Read) => Promise<string>} work
 * @returns {express.RequestHandler}
 */
const handler = (operation, work) => async (incoming, response) => {
  const begun = performance.now();
  running.inc();
  /** @type {{ step: string, ms: number }[]} */
  const crm = [];
  const [status, body] = await work(incoming, async (path, step) => {
    const called = performance.now();
    const value = await ask(path, step);
    const ms = performance.now() - called;
    crm.push({ step, ms });
    calls.inc({ step, outcome: '2xx' });
    callDurations.observe({ step }, ms / 1_000);
    return value;
  }).then(
    body => /** @type {const} */ ([200, body]),
    error => /** @type {const} */ ([422, refusal(error)]),
  );
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length }).end(body);
  const ms = performance.now() - begun;
  running.dec();
  requests.inc({ operation, status });
  durations.observe({ operation }, ms / 1_000);
  log.info({ requestId: String(++ids), operation, status, ms, crm }, 'request');
};

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.disable('query parser');
app.use(basicAuth({ users: { [login]: password }, challenge: true }));
app.get(
  '/v1/card',
  handler('findCard', ({ url }, read) => findCard(url.slice(url.indexOf('?') + 1), read)),
);
app.get(
  '/v1/card/:cardNumber',
  handler('getCard', ({ params }, read) => getCard(String(params.cardNumber), read)),
);

listen(createServer(app));
