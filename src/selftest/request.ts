import type { Sent } from './exchange.js';
import type { Pace } from './slow-socket.js';
import { type Target, urlOf } from './target.js';

export interface Request {
  readonly method: string;
  /** Below the base path, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface Delivery {
  /** One that is kept open, by default, or one of its own. */
  readonly connection?: 'shared' | 'own';
  /** Whether it is not sent again where a shared connection turns out to be closed. */
  readonly once?: boolean;
  /** Sends slowly, over a connection of its own. */
  readonly pace?: Pace;
}

/** A request as it may be shown. */
export function shownOf(target: Target, { method, path, headers, body }: Request, pace?: Pace): Sent {
  return {
    method,
    url: urlOf(target, path),
    headers: Object.entries(headers).map(([name, value]) => [name, maskedHeader(name, value)]),
    body,
    manner: pace && `in ${pace.pieces} pieces with ${pace.pause} ms between them`,
  };
}

/** The scheme is told, for there are checks that change it. */
function maskedHeader(name: string, value: string): string {
  return name === 'authorization' ? value.replace(/^(\S+)\s.*$/s, '$1 ***') : value;
}
