import type { Certificates, TlsSettings } from '../config/certificates.js';

/** How the gateway listens. Complete: the defaults are those of the config. Only a restart changes it. */
export interface GatewaySettings {
  /** With it the gateway speaks HTTPS. */
  readonly tls?: { readonly settings: TlsSettings; readonly certificates: Certificates };
  /** Named in the challenge of a 401; ASCII. */
  readonly realm: string;
  /** Bytes that the first line and the headers of a request may take together. */
  readonly maxHeaders: number;
  /** How many connections may be open; those beyond are closed at once. */
  readonly maxConnections: number;
  /** Milliseconds in which the head of a request must arrive. */
  readonly headersTimeout: number;
  /** Milliseconds in which the whole request must arrive, and for which a client may take nothing of its answer. */
  readonly requestTimeout: number;
  /** Milliseconds for which a connection stays open without a request. */
  readonly keepAliveTimeout: number;
  /** Milliseconds that running requests have to finish in when the gateway closes. */
  readonly shutdownTimeout: number;
}
