import type { Logger } from 'pino';

/** Writes what happens to connections, before there is a request. */
export interface GatewayLog {
  /** A connection was closed at once, for its address is not among those that may call. */
  clientRefused(address: string): void;
  /** Connections are closed at once, for there are as many as there may be. */
  connectionsFull(): void;
  /** A proxy that is trusted passes on what came to it without TLS. */
  plainHttp(proxy: string): void;
}

/** Milliseconds for which a line is not repeated that an attack would write for each connection. */
const PACE = 10_000;

export function gatewayLog(log: Logger): GatewayLog {
  const isDue = paced();
  let toldOfPlainHttp = false;
  return {
    clientRefused: client => log.info({ client }, 'connection refused'),
    connectionsFull: () => {
      if (isDue()) log.warn('too many connections');
    },
    plainHttp: proxy => {
      if (!toldOfPlainHttp) log.warn({ proxy }, 'requests reach the proxy without TLS');
      toldOfPlainHttp = true;
    },
  };
}

function paced(): () => boolean {
  let due = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now < due) return false;
    due = now + PACE;
    return true;
  };
}
