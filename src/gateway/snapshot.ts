import type { BlockList } from 'node:net';
import type { RequestHandler } from 'express';
import type { Password } from '../config/password-field.js';
import type { Answer } from '../engine/answer.js';
import type { Observer } from '../engine/events.js';
import type { ErrorTable } from '../loyalty-api/errors.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import type { CallTrace } from '../telemetry/trace-context.js';
import type { AttemptLimits } from './attempts.js';
import type { Live } from './passed-exchange.js';

/**
 * Runs one operation; never throws, never rejects.
 *
 * @param live the request whose body is passed on as it arrives, and is not in `raw`
 * @param trace what the calls to the CRM carry on
 */
export type Run = (
  operation: Operation,
  raw: RawRequest,
  observer: Observer,
  live?: Live,
  trace?: CallTrace,
) => Promise<Answer>;

/** Somebody who may call the gateway. */
export interface User {
  /** Without colon and control characters (RFC 7617). */
  readonly login: string;
  readonly password: Password;
  /** Right as well, while the login changes from it to the new one. */
  readonly oldPassword?: Password;
  /** What this login may call, by id. */
  readonly operations: ReadonlySet<string>;
}

/** What one request is answered by, from its beginning to its end, whatever is reloaded meanwhile. */
export interface Snapshot {
  readonly run: Run;
  /** Finds the operation of a request and runs it; see `createRoutes`. */
  readonly routes: RequestHandler;
  readonly users: readonly User[];
  readonly errors: ErrorTable;
  /** A request begins. What the snapshot needs stays open until it `leave`s, once. */
  enter(): void;
  leave(): void;
  readonly bounds: Bounds;
}

/** What one client may take from the others. */
export interface Bounds {
  /** The longest target of a request, in bytes. */
  readonly maxUrl: number;
  /** How many requests may run at the same time. */
  readonly maxInFlight: number;
  readonly attempts: AttemptLimits;
  /** Those who may call; without it anybody may. */
  readonly allowed?: BlockList;
  /** The proxies that tell whose request they pass on. */
  readonly trusted?: BlockList;
  /** Lets a request of a known user pass, or hands on a Failure; see `rateLimiter`. Without it all may pass. */
  readonly rate?: RequestHandler;
}
