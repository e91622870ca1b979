import { holds } from './condition.js';
import type { ClaimStep, Mapping, ReserveStep, Step } from './mapping.js';

/** A step that gives out card numbers, and whose it is. */
export interface CardUse {
  readonly operation: string;
  readonly step: ReserveStep | ClaimStep;
}

/**
 * Whether a mapping gives out card numbers with the params of its deployment. A `when` that reads nothing else than
 * params is decided now, also that of a `fail` or an `answer` which ends the operation above.
 *
 * @returns the first step that can be reached
 */
export async function usesCards({ operations, params }: Mapping): Promise<CardUse | undefined> {
  for (const [operation, mapped] of operations) {
    if (mapped.kind !== 'steps') continue;
    for (const { step } of mapped.stages.flat()) {
      const decided = await decidedNow(step, params);
      if (decided === false) continue;
      if (step.kind === 'reserve' || step.kind === 'claim') return { operation, step };
      if (decided === true && (step.kind === 'fail' || step.kind === 'answer')) break;
    }
  }
  return undefined;
}

/** @returns `undefined` when it depends on the request */
async function decidedNow({ when }: Step, params: Mapping['params']): Promise<boolean | undefined> {
  if (!when) return true;
  const isOfParams =
    [...when.reads].join() === 'params' && !/\$(?:now|millis|random)\b/.test(when.source.text);
  if (!isOfParams) return undefined;
  try {
    return await holds(when, { variables: { params }, now: 0 });
  } catch {
    // It is told of when it is evaluated for a request.
    return undefined;
  }
}
