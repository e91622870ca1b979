import type { CrmEvent } from '../crm/events.js';
import type { Failure } from '../loyalty-api/failure.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import type { Answer } from './answer.js';

/**
 * The one stream of events of a run. The log and the story of `dry-run` are made from it; nothing else instruments
 * the engine.
 *
 * `at` is milliseconds of the clock port. Events carry personal data: a listener that writes for operators
 * picks the fields that do not.
 */
export type EngineEvent =
  | CrmEvent
  | { type: 'request'; at: number; operation: string; request: LoyaltyRequest }
  /** Steps of one stage run at the same time; stages run one after the other. */
  | { type: 'step'; at: number; step: string; stage: number; kind: 'call' | 'value' | 'fail' | 'answer' }
  /** Its `when` is false: the step is absent. */
  | { type: 'skip'; at: number; step: string }
  /** A step is done and holds this value; `undefined` when it is absent. */
  | { type: 'value'; at: number; step: string; value: unknown }
  | { type: 'failure'; at: number; failure: Failure }
  | { type: 'answer'; at: number; answer: Answer };

export type Observer = (event: EngineEvent) => void;
