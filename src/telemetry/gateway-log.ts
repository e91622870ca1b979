import type { Logger } from 'pino';
import type { CertificateMetrics } from './certificate-metrics.js';

/** Writes what happens to connections, before there is a request. */
export interface GatewayLog {
  /** A connection was closed at once, for its address is not among those that may call. */
  clientRefused(address: string): void;
  /** Connections are closed at once, for there are as many as there may be. */
  connectionsFull(): void;
  /** A proxy that is trusted passes on what came to it without TLS. */
  plainHttp(proxy: string): void;
  /** Files of TLS have changed, and what they hold now is shown to whoever connects. */
  certificateRenewed(expires: Date): void;
  /** They have changed into something that cannot be used; the last good certificate stays. */
  certificateFailed(reason: string): void;
}

/** Milliseconds for which a line is not repeated that an attack would write for each connection. */
const PACE = 10_000;

/** @param metrics counts renewals, where metrics are kept */
export function gatewayLog(log: Logger, metrics?: CertificateMetrics): GatewayLog {
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
    certificateRenewed: expires => {
      metrics?.renewed(expires);
      log.info({ expires: expires.toISOString() }, 'certificate renewed');
    },
    certificateFailed: reason => {
      metrics?.failed();
      log.error({ reason }, 'certificate not renewed: the last good one stays');
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
