/** What was sent, as it may be shown: the password is not in it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** Those that matter, in the order in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  /** Bytes of the whole body, where not all of it is kept. */
  readonly size?: number;
  /** How it was sent, if that was not at once. */
  readonly manner?: string;
}

/** What came back. */
export interface Came {
  readonly status: number;
  readonly statusText: string;
  /** As they stood on the wire, repeated ones repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Bytes of the whole body, where not all of it is kept. */
  readonly size?: number;
  /** Whether the request went over a connection that had been used before. */
  readonly reused: boolean;
  /** Whether it says that the connection ends with it. */
  readonly closes: boolean;
}

export type FaultKind =
  /** No connection. */
  | 'unreachable'
  /** No connection, because the certificate is not trusted. */
  | 'certificate'
  | 'timeout'
  /** The connection ended before the answer was complete. */
  | 'cut'
  /** What came is no HTTP. */
  | 'not-http'
  /** More than anybody would read. */
  | 'too-large';

/** Why there is no answer. */
export interface Fault {
  readonly kind: FaultKind;
  readonly message: string;
}

/** One request and what became of it. */
export interface Exchange {
  readonly sent: Sent;
  /** There is either this or a fault. */
  readonly came?: Came;
  readonly fault?: Fault;
  /** From the moment there was a connection. */
  readonly milliseconds: number;
}

/** How long and how much is waited for. */
export interface Limits {
  /** Milliseconds for one exchange as a whole. */
  readonly timeout: number;
  /** Bytes of an answer. */
  readonly answer: number;
}

/** The values of a header, one for each time it was sent. */
export function headerValues(came: Came, name: string): string[] {
  return came.headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
}
