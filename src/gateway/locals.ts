import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { Trip } from './trip.js';

/** Lets Express's handlers find the trip of a response, in the room that Express has for such things. */
export function setTrip(response: ServerResponse, trip: Trip): void {
  (response as Response).locals = { trip };
}

/** The trip that a response belongs to. */
export function tripOf(response: Response): Trip {
  return response.locals.trip as Trip;
}
