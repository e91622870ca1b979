import type { RequestHandler } from 'express';
import { Failure } from '../loyalty-api/failure.js';
import { tripOf } from './locals.js';

/**
 * Makes a handler that lets a login make so many requests in so many milliseconds, and hands on a Failure for those
 * beyond. A login, and not an address: one partner calls from many.
 *
 * Its library is loaded where a config asks for it. It counts in a store, which replicas could share.
 */
export async function rateLimiter({ calls, per }: { calls: number; per: number }): Promise<RequestHandler> {
  const { rateLimit } = await import('express-rate-limit');
  return rateLimit({
    windowMs: per,
    limit: calls,
    keyGenerator: (_request, response) => tripOf(response).user?.login ?? '',
    handler: (_request, response, next) => {
      tripOf(response).retryAfter = Math.ceil(per / 1_000);
      next(new Failure('tooManyRequests', 'the login makes more requests than limits.rate'));
    },
    // What is agreed on with Koshelek knows no such headers.
    legacyHeaders: false,
    standardHeaders: false,
    // It would print warnings for settings that are none of ours.
    validate: false,
  });
}
