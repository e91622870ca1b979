import type { Failure } from '../loyalty-api/failure.js';
import type { Decoded } from './decode.js';
import type { Judgement } from './judge.js';
import type { WireCall, WireFaultKind } from './wire.js';

/** A call that was answered. */
export interface Exchange {
  readonly exchange: string;
  /** As the mapping makes it: without authentication, below `crm.baseUrl`. */
  readonly call: WireCall;
  /** Where it went instead of below `crm.baseUrl`, when a login says so. */
  readonly baseUrl: string;
  readonly decoded: Decoded;
  readonly judgement: Judgement;
}

/** A call that was not. */
export interface Lost {
  readonly failure: Failure;
  /** How the exchange failed; `undefined` when there was none, because the guard let none pass. */
  readonly fault: WireFaultKind | undefined;
  /** Its id; empty when there was none. */
  readonly exchange: string;
}

/** One attempt of a call, and what came of it. */
export type Attempt = Exchange | Lost;

export function isLost(attempt: Attempt): attempt is Lost {
  return 'failure' in attempt;
}
