import { reportVerify } from './checks/cards.js';
import { checkTimes, withDeadline } from './compile-operation.js';
import { compileSteps } from './compile-steps.js';
import { compileExpression, type Workshop } from './compiler.js';
import type { VerifyFields } from './fields.js';
import type { Judging, Verify } from './mapping.js';
import { planStages, readsOfStep } from './plan.js';

/** Of a request that asks for one card, and for nothing else. */
const REQUEST = { params: ['cardNumber'], query: [], body: undefined };

/**
 * Compiles `cards.verify`. Findings go to the document.
 *
 * @returns `undefined` when it is nothing that could be compiled
 */
export function compileVerify(
  mappingWorkshop: Workshop,
  fields: VerifyFields | undefined,
  defaults: Judging,
): Verify | undefined {
  if (!fields) return undefined;
  const path = ['cards', 'verify'];
  const workshop = withDeadline(mappingWorkshop, fields.deadline);
  const at = [...path, 'steps'];
  const { steps, visible } = compileSteps(workshop, at, fields.steps, REQUEST, defaults, undefined);
  checkTimes(workshop, steps);
  const owner = compileExpression(workshop, [...path, 'owner'], fields.owner, visible);
  reportVerify(workshop, path, fields, steps, owner);
  return (
    owner && {
      place: workshop.document.placeOfKey(path),
      deadline: workshop.limits.timeout,
      stages: planStages(steps, readsOfStep),
      owner,
    }
  );
}
