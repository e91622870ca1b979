import { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express } from 'express';

interface Messages {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * The classes that `http.createServer` makes requests and responses of, for one Express app.
 *
 * Express calls `Object.setPrototypeOf` on every request and response, which throws away what V8 has learnt
 * of their shape and is most of what Express costs (expressjs/express#5998). Here the prototypes carry
 * Express's own methods already and are the ones that the app sets, so that the call changes nothing.
 */
export function messagesOf(app: Express): Messages {
  const Request = class extends IncomingMessage {};
  const Response = class extends ServerResponse {};
  carry(Request.prototype, express.request, app);
  carry(Response.prototype, express.response, app);
  app.request = Request.prototype as unknown as Express['request'];
  app.response = Response.prototype as unknown as Express['response'];
  return { IncomingMessage: Request, ServerResponse: Response as typeof ServerResponse };
}

function carry(prototype: object, methods: object, app: Express): void {
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(methods));
  Object.defineProperty(prototype, 'app', { value: app, configurable: true, writable: true });
}
