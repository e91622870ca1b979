import type { RequestHandler } from 'express';
import { Failure } from '../loyalty-api/failure.js';
import { tripOf } from './locals.js';

/**
 * Makes a handler that bounds how many requests run at the same time; those beyond get a Failure at once, for a queue
 * would only make all of them late. It stands behind the login, so that strangers take no place.
 */
export function boundInFlight(): RequestHandler {
  let running = 0;
  return (_request, response, next) => {
    const trip = tripOf(response);
    if (running >= trip.snapshot.bounds.maxInFlight) {
      trip.retryAfter = 1;
      throw new Failure('overloaded', 'more requests run than limits.inFlight');
    }
    running += 1;
    response.once('close', () => {
      running -= 1;
    });
    next();
  };
}
