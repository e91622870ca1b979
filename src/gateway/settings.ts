/** How the gateway listens and answers. Complete: the defaults are those of the config. */
export interface GatewaySettings {
  /** Named in the challenge of a 401; ASCII. */
  readonly realm: string;
  /** Milliseconds in which the head of a request must arrive. */
  readonly headersTimeout: number;
  /** Milliseconds in which the whole request must arrive. */
  readonly requestTimeout: number;
  /** Milliseconds for which a connection stays open without a request. */
  readonly keepAliveTimeout: number;
  /** Milliseconds that running requests have to finish in when the gateway closes. */
  readonly shutdownTimeout: number;
}

/** What no config changes. */
export const fixedTimeouts = {
  headersTimeout: 15_000,
  // Longer than the 60 s for which nginx and AWS load balancers keep an idle connection. Whoever closes first
  // may cross a request on the wire; with Node's 5 s that is us, and the request is lost.
  keepAliveTimeout: 75_000,
} satisfies Partial<GatewaySettings>;
