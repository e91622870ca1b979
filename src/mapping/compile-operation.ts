import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { compileAnswer } from './compile-answer.js';
import { compileProxy } from './compile-proxy.js';
import { compileSteps } from './compile-steps.js';
import type { Workshop } from './compiler.js';
import type { OperationFields, StepFields } from './fields.js';
import type { Judging, MappedOperation, Step } from './mapping.js';
import { requestNamesOf } from './members.js';
import { planStages, readsOfStep } from './plan.js';

/** Compiles one operation. Findings go to the document; the result counts only if there were none. */
export function compileOperation(
  mappingWorkshop: Workshop,
  path: Path,
  fields: OperationFields,
  operation: Operation,
  defaults: Judging,
): MappedOperation {
  const place = mappingWorkshop.document.placeOfKey(path);
  if (fields.kind === 'unsupported')
    return { kind: 'unsupported', operation, why: fields.unsupported, place };

  const workshop = withDeadline(mappingWorkshop, fields.deadline);
  if (fields.kind === 'proxy') return compileProxy(workshop, path, fields, operation, defaults);
  const request = requestNamesOf(operation);
  const at = [...path, 'steps'];
  const { steps, visible } = compileSteps(workshop, at, fields.steps, request, defaults, operation);
  checkEnds(workshop, path, fields, operation);
  const response =
    fields.response === undefined
      ? undefined
      : compileAnswer(workshop, [...path, 'response'], fields.response, visible, operation);
  checkTimes(workshop, steps);
  return {
    kind: 'steps',
    operation,
    place,
    deadline: workshop.limits.timeout,
    stages: planStages(steps, readsOfStep),
    keepsCards: steps.some(({ kind }) => kind === 'reserve' || kind === 'claim'),
    response,
  };
}

/** A call that hangs is to end by itself: that it ended with its operation says nothing of the CRM. */
export function checkTimes({ document, limits }: Workshop, steps: readonly Step[]): void {
  const slow = steps.find(step => step.kind === 'call' && step.judging.timeout >= limits.timeout);
  if (slow?.kind !== 'call') return;
  const message = `a reply to this call may take ${slow.judging.timeout} ms, and the whole operation ${limits.timeout}: a CRM that hangs is not known as one, and the breaker never opens`;
  const hint = 'give the call or crm a shorter timeout:, or the operation a longer deadline:';
  document.report('warning', 'slow-call', slow.place, message, hint);
}

/** An expression may take as long as its operation. */
export function withDeadline(workshop: Workshop, deadline = workshop.limits.timeout): Workshop {
  return { ...workshop, limits: { ...workshop.limits, timeout: deadline } };
}

/** Every way through the steps must end with a body, where the contract asks for one. */
function checkEnds(
  { document }: Workshop,
  path: Path,
  fields: Extract<OperationFields, { kind: 'steps' }>,
  operation: Operation,
): void {
  const steps = Object.entries(fields.steps);
  const end = steps.findIndex(([, step]) => isEnd(step) && step.when === undefined);
  const [after] = steps[end + 1] ?? [];
  if (end >= 0 && after !== undefined) {
    const message = `this step is never reached: "${steps[end]?.[0]}" always ends the operation`;
    document.report('warning', 'unreachable-step', document.placeOfKey([...path, 'steps', after]), message);
  }
  if (fields.response === undefined && operation.response.body.length > 0 && end < 0) {
    const message = `${operation.id} has no response, but the contract asks for a body`;
    document.errorAtKey('missing-response', path, message, 'add response:');
  }
}

function isEnd({ kind }: StepFields): boolean {
  return kind === 'answer' || kind === 'fail';
}
