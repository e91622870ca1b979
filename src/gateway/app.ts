import express, { type Express } from 'express';
import { authenticateAt } from './auth.js';
import type { Door } from './door.js';
import { answerFailure } from './failures.js';
import { boundInFlight } from './in-flight.js';
import { tripOf } from './locals.js';

/** Makes the way of a request through Express: auth, bounds, route, failure. */
export function createApp(door: Door): Express {
  const app = express();
  // Work for every answer that nobody asks for; the query is the contract's to read, not Express's.
  app.disable('x-powered-by');
  app.disable('etag');
  app.disable('query parser');
  app.use(authenticateAt(door));
  app.use((request, response, next) => {
    const { rate } = tripOf(response).snapshot.bounds;
    if (rate) rate(request, response, next);
    else next();
  });
  app.use(boundInFlight());
  app.use((request, response, next) => tripOf(response).snapshot.routes(request, response, next));
  app.use(answerFailure);
  return app;
}
