import express, { type Express } from 'express';
import { authenticate } from './auth.js';
import { answerFailure } from './failures.js';
import { addRoutes } from './routes.js';
import type { GatewaySettings } from './settings.js';

/** Makes the way of a request through Express: auth, route, failure. */
export function createApp(settings: GatewaySettings): Express {
  const app = express();
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // Work for every answer that nobody asks for; the query is the contract's to read, not Express's.
  app.disable('x-powered-by');
  app.disable('etag');
  app.disable('query parser');
  app.use(authenticate);
  addRoutes(app, settings);
  app.use(answerFailure);
  return app;
}
