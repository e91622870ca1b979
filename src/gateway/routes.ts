import express, { type RequestHandler } from 'express';
import { splitQuery } from '../crm/encode.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Method, Operation } from '../loyalty-api/operations.js';
import { staticFirst } from '../loyalty-api/paths.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import { tripOf } from './locals.js';

export interface RouteSettings {
  /** What stands before every route: empty, or a path such as `/walletapi` without a slash at its end. */
  readonly basePath: string;
  /** The largest request body in bytes, also after it is inflated. */
  readonly maxBody: number;
  /** The operations whose requests are passed on, by id: their bodies are not read here. */
  readonly passed: ReadonlySet<string>;
}

/**
 * Makes the routes of one snapshot: what a request must look like to reach one of its operations.
 *
 * @param operations those that are exposed
 */
export function createRoutes(
  operations: readonly Operation[],
  { basePath, maxBody, passed }: RouteSettings,
): RequestHandler {
  const router = express.Router({ caseSensitive: true, strict: true });
  const readBody = express.raw({ type: () => true, limit: maxBody });
  router.use(refuseOtherMethods, refuseBrokenPath);
  for (const operation of staticFirst(operations)) {
    const route = router.route(literal(basePath) + operation.path.replace(/\{(\w+)\}/g, ':$1'));
    const isPassed = passed.has(operation.id);
    const handlers = [permit(operation), handle(operation, basePath.length, isPassed)];
    if (operation.request.body && !isPassed) handlers.splice(1, 0, readBody);
    for (const method of operation.methods) route[lowerCase[method]](...handlers);
  }
  router.use(() => {
    throw unknownOperation();
  });
  return router;
}

const lowerCase = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Method, string>;

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
  return (_request, response, next) => {
    const trip = tripOf(response);
    trip.operation = operation;
    if (!trip.user?.operations.has(operation.id)) {
      throw new Failure('operationNotAllowed', 'this login may not call the operation');
    }
    next();
  };
}

function handle(operation: Operation, basePathLength: number, isPassed: boolean): RequestHandler {
  const hasBody = operation.request.body !== undefined;
  return (request, response, next) => {
    const trip = tripOf(response);
    const body = request.body as Buffer | undefined;
    const raw: RawRequest = {
      method: request.method,
      path: request.path.slice(basePathLength),
      params: request.params as Record<string, string>,
      query: splitQuery(request.url)[1],
      headers: request.headers,
      body: body?.length ? body : undefined,
    };
    const live = isPassed ? { request, response, hasBody } : undefined;
    trip.snapshot
      .run(operation, raw, trip.entry.observer, live, trip.entry.trace)
      .then(answer => {
        // Nobody reads the rest of a body, behind which the next request would begin.
        if (live && !request.complete) trip.closes = true;
        trip.answer(answer);
      })
      .catch(next);
  };
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
