import type { Client } from './client.js';
import type { Exchange } from './exchange.js';
import type { Expected } from './expected.js';
import type { Delivery } from './request.js';
import type { Query } from './routes.js';
import type { RuleId } from './rules.js';

/** What is different about a request from the one that is usual. */
export interface Unusual {
  /** By default what is in order: it is processed, with an empty body where the operation has none. It may depend on the answer. */
  readonly expect?: Expected | ((exchange: Exchange) => Promise<Expected>);
  /** The Authorization header; null for none. */
  readonly authorization?: string | null;
  readonly delivery?: Delivery;
  /** In the place of the one with which all others are sent. */
  readonly client?: Client;
  /** Whether nothing is kept of it when it is good, because it is a repetition. */
  readonly again?: boolean;
  /** The rule that demands an answer, where it is a special one. */
  readonly faultRule?: RuleId;
}

/** One call of an operation. */
export interface Call extends Unusual {
  readonly params?: Query;
  readonly query?: Query;
  /** JSON, or bytes as they are. */
  readonly body?: object | Uint8Array;
}
