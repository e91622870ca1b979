import type { RequestHandler } from 'express';
import { Failure } from '../loyalty-api/failure.js';
import { tripOf } from './locals.js';

/**
 * Makes a handler that bounds how many requests run at the same time; those beyond get a Failure at once, for a queue
 * would only make all of them late. It stands behind the login, so that strangers take no place.
 */
export function boundInFlight(): RequestHandler {
  let running = 0;
  return (request, response, next) => {
    const trip = tripOf(response);
    // While its login was looked at. What broke is not to be run: its body is lost, and a write without one is another.
    if (trip.answered) return;
    if (request.socket.destroyed) throw new Failure('badHttp', 'the client is gone');
    if (running >= trip.snapshot.bounds.maxInFlight) {
      trip.retryAfter = 1;
      throw new Failure('overloaded', 'more requests run than limits.inFlight');
    }
    running += 1;
    // Not when the response closes: one that is closed already, or waits behind another on a connection that breaks,
    // never says so. And who reads an answer slowly runs no more.
    trip.onAnswer(() => {
      running -= 1;
    });
    next();
  };
}
