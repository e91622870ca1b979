import type { Failure } from '../loyalty-api/failure.js';
import type { Scope } from '../mapping/expression.js';
import type { Health } from './breaker.js';
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
  /** What expressions over the reply see. */
  readonly judged: Scope;
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

/** What an attempt says of the CRM. One that answers is there, be it with a refusal. */
export function healthOf(attempt: object): Health {
  if ('fault' in attempt) return healthOfFault[attempt.fault as WireFaultKind];
  if (!('judgement' in attempt)) return 'up';
  const { judgement, decoded } = attempt as Exchange;
  return judgement.verdict === 'failure' && decoded.reply.status >= 500 ? 'down' : 'up';
}

const healthOfFault: Readonly<Record<WireFaultKind, Health>> = {
  refused: 'down',
  reset: 'down',
  timeout: 'down',
  unreadable: 'up',
  aborted: 'unknown',
};

export function isLost(attempt: Attempt): attempt is Lost {
  return 'failure' in attempt;
}
