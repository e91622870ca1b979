/** A request to the CRM, ready for the network. */
export interface WireCall {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Koshelek's request, passed on: where it is still arriving, the body comes from there. */
  readonly isPassed?: true;
}

/** What came back, before anybody judged it. */
export interface WireReply {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without its content coding. */
  readonly body: Uint8Array;
  /** Only the end of the connection ended the body: its end may be missing. */
  readonly mayBeCut?: boolean;
}

/** How an exchange can fail below HTTP. */
export type WireFaultKind =
  /** Nobody answered at the address, or nothing was sent: the call was certainly not processed. */
  | 'refused'
  /** The connection broke: the call may have been processed. */
  | 'reset'
  /** No complete reply within the time of the call. */
  | 'timeout'
  /** The reply is larger than allowed, or not HTTP. */
  | 'unreadable'
  /** The operation as a whole was given up. */
  | 'aborted';

export class WireFault extends Error {
  override readonly name = 'WireFault';
  constructor(
    readonly kind: WireFaultKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What an exchange may cost. */
export interface WireLimits {
  /** Milliseconds until the reply must be complete. */
  readonly timeout: number;
  /** Bytes of the reply's body. */
  readonly maxReply: number;
}

/** Says that an exchange is to be given up: what is used here of an AbortSignal, which is one. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The lowest seam of the gateway. `serve` gives the HTTP wire; `dry-run` and `test` the replay wire, so that
 * everything above it is the production code everywhere.
 */
export interface Wire {
  /** @throws WireFault */
  exchange(call: WireCall, limits: WireLimits, signal: StopSignal): Promise<WireReply>;
}
