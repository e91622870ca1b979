import type { OperationId, Revision } from '../loyalty-api/operations.js';
import type { Call } from './call.js';
import type { Client } from './client.js';
import type { Redact } from './excerpt.js';
import type { Latencies } from './latencies.js';
import type { Routes } from './routes.js';
import type { Pace } from './slow-socket.js';

/** What the checks take their time and their size from; only tests have other values. */
export interface Tuning {
  /** How a slow client sends. */
  readonly pace: Pace;
  /** Bytes of a body that is too large. */
  readonly oversized: number;
  /** How often each read is repeated to see how long it takes. */
  readonly samples: number;
  /** Milliseconds after which no more of them are begun. */
  readonly sampling: number;
  /** Milliseconds in which a server would close a connection that it does not keep. */
  readonly idle: number;
}

export const usualTuning: Tuning = {
  pace: { pieces: 5, pause: 500 },
  // More than nginx (1 MiB), Express (100 KiB) and Tomcat (2 MB) take by default.
  oversized: 3 * 1024 * 1024,
  samples: 20,
  sampling: 5_000,
  idle: 100,
};

export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** What the steps of one run have in common. */
export interface Session {
  readonly client: Client;
  readonly routes: Routes;
  /** What stands in the place of `v1`. */
  readonly segment: string;
  readonly credentials: Credentials;
  readonly revision: Revision;
  readonly allowWrites: boolean;
  /** Milliseconds that an operation may take. */
  readonly budget?: number;
  readonly tuning: Tuning;
  readonly redact: Redact;
  readonly latencies: Latencies;
  /** A call of each read that went well, to be repeated; one that found something, if there was one. */
  readonly goodReads: Map<OperationId, Call>;
}
