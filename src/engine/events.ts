import type { CrmEvent } from '../crm/events.js';
import type { Failure } from '../loyalty-api/failure.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import type { Step } from '../mapping/mapping.js';
import type { Answer } from './answer.js';
import type { CardEvent } from './card-events.js';

/**
 * The one stream of events of a run. The log and the story of `dry-run` are made from it; nothing else instruments
 * the engine.
 *
 * `at` is milliseconds of the clock port. Events carry personal data: a listener that writes for operators
 * picks the fields that do not.
 */
export type EngineEvent =
  | CrmEvent
  | CardEvent
  | { type: 'request'; at: number; operation: string; request: LoyaltyRequest }
  /** Steps of one stage run at the same time; stages run one after the other. */
  | { type: 'step'; at: number; step: string; stage: number; kind: Step['kind'] }
  /** The step is absent: its `when` is false, or it is a write and the request a repeated one. */
  | { type: 'skip'; at: number; step: string; why: 'when' | 'repeated' }
  /** A step is done and holds this value; `undefined` when it is absent. */
  | { type: 'value'; at: number; step: string; value: unknown }
  | { type: 'failure'; at: number; failure: Failure }
  | { type: 'answer'; at: number; answer: Answer };

export type Observer = (event: EngineEvent) => void;
