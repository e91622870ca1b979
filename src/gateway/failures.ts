import type { ErrorRequestHandler } from 'express';
import type { ErrorName } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import { tripOf } from './locals.js';

/** What body-parser and raw-body call their errors (`type`). */
const bodyErrors: Readonly<Record<string, readonly [ErrorName, string]>> = {
  'entity.too.large': ['bodyTooLarge', 'the body is larger than the limit'],
  'encoding.unsupported': ['badContentType', 'the content encoding is not supported'],
  'request.aborted': ['badHttp', 'the connection broke before the body was complete'],
};

/** The last handler: whatever goes wrong in Express ends here, and never as Express's own HTML. */
export const answerFailure: ErrorRequestHandler = (thrown, _request, response, _next) => {
  const trip = tripOf(response);
  const failure = failureOf(thrown);
  if (failure.error === 'bodyTooLarge') trip.closes = true;
  trip.fail(failure);
};

/** The messages are ours: those of body-parser may quote what the client sent. */
function failureOf(thrown: unknown): Failure {
  const { type, status } = Object(thrown) as { type?: unknown; status?: unknown };
  const known = typeof type === 'string' ? bodyErrors[type] : undefined;
  if (known) return new Failure(known[0], known[1], { cause: thrown });
  if (status === 400) return new Failure('badRequest', 'the body cannot be read', { cause: thrown });
  return Failure.from(thrown);
}
