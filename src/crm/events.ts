import type { ErrorName } from '../loyalty-api/errors.js';
import type { Effect } from './effect.js';
import type { Session } from './session.js';
import type { WireCall, WireFault, WireReply } from './wire.js';

/** How a reply was understood. */
export type Verdict = 'renew' | 'throttled' | 'success' | 'missing' | 'error' | 'failure';

/** What happens between the gateway and the CRM. `exchange` ties together what belongs to one call. */
export type CrmEvent =
  | { type: 'call'; at: number; step: string; exchange: string; call: WireCall }
  | { type: 'reply'; at: number; step: string; exchange: string; reply: WireReply }
  | { type: 'fault'; at: number; step: string; exchange: string; fault: WireFault }
  /** Somebody is logged in from now on. Its token is in here: a listener picks what it shows. */
  | { type: 'session'; at: number; step: string; session: Session }
  /** The call will be made again, after a pause of so many milliseconds. */
  | { type: 'retry'; at: number; step: string; exchange: string; reason: string; pause: number }
  /** Calls are not made any more, or again: the step's was the last that failed, or the first that did not. */
  | { type: 'breaker'; at: number; step: string; exchange: string; state: 'opened' | 'closed' }
  /** A failure that `mayFail` lets pass: the step is absent. */
  | { type: 'tolerated'; at: number; step: string; error: ErrorName }
  /** `reason` says in a few words which rule decided, `effect` what became of the call if it is a write; none of a login. */
  | {
      type: 'verdict';
      at: number;
      step: string;
      exchange: string;
      verdict: Verdict;
      reason: string;
      effect?: Effect;
    };
