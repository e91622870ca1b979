import { type ErrorName, errorCatalogue } from '../loyalty-api/errors.js';
import type { Decoded } from './decode.js';
import type { Judgement } from './judge.js';

/**
 * What a reply says of the write that it answers. `none`: it was not looked at, and may be made again. `refused`: it
 * was looked at and certainly not done. `unknown`: it may have been done.
 */
export type Effect = 'none' | 'done' | 'refused' | 'unknown';

/** A refusal is believed only where the CRM could read the call and the gateway the reply. */
export function effectOf(judgement: Judgement, { reply, unreadable }: Decoded): Effect {
  switch (judgement.verdict) {
    case 'throttled':
      return 'none';
    case 'success':
      return 'done';
    case 'missing':
      return 'refused';
    case 'error':
      return isRefusal(judgement.error) ? 'refused' : 'unknown';
    case 'failure':
      return unreadable === undefined && isRefusalStatus(reply.status) ? 'refused' : 'unknown';
  }
}

/** Of the request or the card. A card that is issued already may be so by an earlier attempt of the same call. */
function isRefusal(error: ErrorName): boolean {
  return errorCatalogue[error].code < '3' && error !== 'cardAlreadyIssued';
}

/** After a 408 nobody knows how far the call came, and a 409 may be about an earlier attempt of the same call. */
function isRefusalStatus(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}
