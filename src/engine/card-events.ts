import type { ClaimEnd } from '../cards/port.js';
import type { Failure } from '../loyalty-api/failure.js';

/** What happens to a card number in a run. */
export type CardHappening =
  | { what: 'reserved' | 'claimed' }
  /** It was issued to this person before: writes are skipped. */
  | { what: 'repeated' }
  /** Another request of the same person is at it. */
  | { what: 'waiting' }
  /** Nobody knows how an earlier claim ended: the CRM is asked. */
  | { what: 'doubtful' }
  /** The CRM has said whether somebody has the number. */
  | { what: 'settled'; isOwned: boolean }
  | { what: 'finished'; outcome: ClaimEnd }
  /** The keeper could not be told in time. If it never gets to know, the number is doubtful once the lease is over. */
  | { what: 'finishFailed'; outcome: ClaimEnd; failure: Failure };

export type CardEvent = { type: 'card'; at: number; step: string; number: string } & CardHappening;
