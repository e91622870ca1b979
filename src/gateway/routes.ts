import express, { type Express, type RequestHandler } from 'express';
import { Failure } from '../loyalty-api/failure.js';
import { type Operation, operations } from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import { tripOf } from './locals.js';
import type { GatewaySettings } from './settings.js';

/**
 * Adds a route for every operation of the catalogue. Which of them a snapshot exposes is asked when a request
 * comes in, because a reload may change it.
 */
export function addRoutes(app: Express, { basePath, maxBody }: GatewaySettings): void {
  const readBody = express.raw({ type: () => true, limit: maxBody });
  app.use(refuseOtherMethods, refuseBrokenPath);
  for (const operation of staticFirst(Object.values(operations))) {
    const route = app.route(literal(basePath) + operation.path.replace(/\{(\w+)\}/g, ':$1'));
    const handlers = [permit(operation), handle(operation, basePath.length)];
    if (operation.request.body) handlers.splice(1, 0, readBody);
    for (const method of operation.methods) route[lowerCase[method]](...handlers);
  }
  app.use(() => {
    throw unknownOperation();
  });
}

const lowerCase = { GET: 'get', POST: 'post', PUT: 'put' } as const;

/**
 * Express hands HEAD to the handler of GET, and `HEAD /v1/card/anonymous` would reserve a card; to OPTIONS it
 * answers by itself.
 */
const refuseOtherMethods: RequestHandler = (request, _response, next) => {
  if (!(request.method in lowerCase)) throw unknownOperation();
  next();
};

const refuseBrokenPath: RequestHandler = (request, _response, next) => {
  if (request.path.includes('%') && !canDecode(request.path)) {
    throw new Failure('badRequest', 'the path is not percent-encoded UTF-8');
  }
  next();
};

function permit(operation: Operation): RequestHandler {
  return (request, response, next) => {
    const trip = tripOf(response);
    if (!trip.snapshot.operations.has(operation.id) || namesRoute(request.params)) throw unknownOperation();
    trip.operation = operation;
    if (!trip.user?.operations.has(operation.id)) {
      throw new Failure('operationNotAllowed', 'this login may not call the operation');
    }
    next();
  };
}

function handle(operation: Operation, basePathLength: number): RequestHandler {
  return (request, response, next) => {
    const trip = tripOf(response);
    const mark = request.url.indexOf('?');
    const body = request.body as Buffer | undefined;
    const raw: RawRequest = {
      method: request.method,
      path: request.path.slice(basePathLength),
      params: request.params as Record<string, string>,
      query: mark < 0 ? '' : request.url.slice(mark + 1),
      headers: request.headers,
      body: body?.length ? body : undefined,
    };
    trip.snapshot
      .run(operation, raw, trip.entry.observer)
      .then(answer => trip.answer(answer))
      .catch(next);
  };
}

/** `anonymous` and `getAllUsers` are no card numbers, whatever the method and however they are encoded. */
const staticSegments = new Set(Object.values(operations).flatMap(operation => operation.path.split('/')));

function namesRoute(params: object): boolean {
  for (const value of Object.values(params)) if (staticSegments.has(value)) return true;
  return false;
}

/** Express takes the first route that fits; `{` sorts behind all letters. */
function staticFirst(all: readonly Operation[]): Operation[] {
  return [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Text as path-to-regexp must see it to mean just that text. */
function literal(text: string): string {
  return text.replace(/[{}()[\]+?!:*\\]/g, '\\$&');
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export function unknownOperation(): Failure {
  return new Failure('unknownOperation', 'no operation has this method and path');
}
