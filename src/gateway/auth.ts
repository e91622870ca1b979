import type { Request, RequestHandler } from 'express';
import basicAuth from 'express-basic-auth';
import { Failure } from '../loyalty-api/failure.js';
import { networkOf } from './client.js';
import { findUser } from './credentials.js';
import type { Door } from './door.js';
import { tripOf } from './locals.js';
import { positionsOf } from './raw-headers.js';
import type { Trip } from './trip.js';

/**
 * Makes a handler that lets a request pass whose login and password are those of a user, and notes the user on its trip.
 *
 * The middleware of express-basic-auth is made for each request because its authorizer is told only login and
 * password: so the user found can end up on no other trip than this one. It is a matter of a microsecond.
 */
export function authenticateAt(door: Door): RequestHandler {
  return (request, response, next) => {
    const trip = tripOf(response);
    let unknown: { login: string; password: string } | undefined;
    const check = basicAuth({
      authorizer: (login: string, password: string) => {
        trip.user = findUser(trip.snapshot.users, login, password);
        if (!trip.user) unknown = { login, password };
        return trip.user !== undefined;
      },
      // Thrown, so that a 401 is written where all answers are.
      unauthorizedResponse: () => {
        throw new Failure('unauthorized', 'the credentials are missing or wrong');
      },
    });
    let accepted = false;
    try {
      check(request, response, () => {
        accepted = true;
      });
    } catch (error) {
      if (!unknown) throw error;
      admit(door, trip, unknown).then(() => next(), next);
    } finally {
      forgetCredentials(request);
    }
    if (accepted) next();
  };
}

/** @throws Failure */
async function admit(
  door: Door,
  trip: Trip,
  { login, password }: { login: string; password: string },
): Promise<void> {
  const { users, bounds } = trip.snapshot;
  const stranger = { client: networkOf(trip.client), login, password };
  const { user, retryAfter } = await door.knock(users, stranger, bounds.attempts);
  if (retryAfter !== undefined) {
    trip.retryAfter = Math.ceil(retryAfter / 1_000);
    throw new Failure('tooManyAttempts', 'too many logins have failed');
  }
  if (!user) throw new Failure('unauthorized', 'the credentials are wrong');
  trip.user = user;
}
/**
 * From here on nobody can pass the credentials on, to the CRM or to the log. Nothing is deleted: that would turn the
 * headers into a dictionary, slow for all who read them.
 */
function forgetCredentials(request: Request & { auth?: unknown }): void {
  request.auth = undefined;
  request.headers.authorization = undefined;
  const { rawHeaders } = request;
  // A second Authorization is one that Node passed over.
  for (const position of positionsOf('authorization', rawHeaders)) rawHeaders[position] = '';
}

/** What a 401 asks for (RFC 7617, 2 and 2.1). */
export function challengeOf(realm: string): string {
  return `Basic realm="${realm.replace(/["\\]/g, '\\$&')}", charset="UTF-8"`;
}
