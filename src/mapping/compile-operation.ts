import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { compileStep } from './compile-step.js';
import { compileTemplate } from './compile-template.js';
import type { Workshop } from './compiler.js';
import type { OperationFields } from './fields.js';
import type { Judging, MappedOperation, Step } from './mapping.js';
import { planStages, readsOfStep } from './plan.js';
import type { Visible } from './references.js';

/** Variables that every expression of an operation may read. */
const ALWAYS = ['request', 'params'];

/** Names that mean something else in some key, so that no step can have them. */
const RESERVED = new Set([...ALWAYS, 'reply', 'item', 'page', 'given', 'session']);

/** An absent step of such a name would seem to hold what JavaScript gives to every object. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Compiles one operation. Findings go to the document; the result counts only if there were none. */
export function compileOperation(
  workshop: Workshop,
  path: Path,
  fields: OperationFields,
  operation: Operation,
  defaults: Judging,
): MappedOperation {
  const place = workshop.document.placeOfKey(path);
  if (fields.kind === 'unsupported')
    return { kind: 'unsupported', operation, why: fields.unsupported, place };

  // All that stand there, also those that are no proper steps: what reads them is right to do so.
  const names = workshop.document.keysAt([...path, 'steps']);
  const steps = Object.entries(fields.steps).map(([name, step]): Step => {
    const at = [...path, 'steps', name];
    const index = names.indexOf(name);
    checkStepName(workshop, at, name);
    const visible: Visible = {
      names: new Set([...ALWAYS, ...names.slice(0, index)]),
      later: new Set(names.slice(index)),
    };
    return compileStep(workshop, at, step, visible, defaults, operation);
  });
  checkResponse(workshop, path, fields, operation, steps);
  const response =
    fields.response === undefined
      ? undefined
      : compileTemplate(workshop, [...path, 'response'], fields.response, {
          visible: { names: new Set([...ALWAYS, ...names]), later: new Set() },
          shape: operation.response.body[0],
        });
  return { kind: 'steps', operation, place, stages: planStages(steps, readsOfStep), response };
}

function checkStepName(workshop: Workshop, path: Path, name: string): void {
  const place = workshop.document.placeOfKey(path);
  const report = (message: string) =>
    workshop.document.report('error', 'step-name', place, message, 'give the step another name');
  if (!NAME.test(name)) report(`"${name}" is no name for a step: letters, digits and _ only, a letter first`);
  else if (INHERITED.has(name)) report(`"${name}" is a name that JavaScript keeps for itself`);
  else if (RESERVED.has(name)) report(`"${name}" is the name of a variable that expressions have anyway`);
  else if (workshop.functions.has(name))
    report(`"${name}" is the name of a function: $${name} would be both`);
}

function checkResponse(
  workshop: Workshop,
  path: Path,
  fields: Extract<OperationFields, { kind: 'steps' }>,
  operation: Operation,
  steps: readonly Step[],
): void {
  const hasBody = operation.response.body.length > 0;
  if (fields.response !== undefined && !hasBody) {
    const place = workshop.document.placeOfKey([...path, 'response']);
    workshop.document.report(
      'error',
      'contract',
      place,
      `${operation.id} answers with an empty body`,
      'remove response:',
    );
  }
  const last = steps.at(-1);
  const alwaysEnds = (last?.kind === 'answer' || last?.kind === 'fail') && last.when === undefined;
  if (fields.response === undefined && hasBody && !alwaysEnds) {
    const message = `${operation.id} has no response, but the contract asks for a body`;
    workshop.document.report(
      'error',
      'contract',
      workshop.document.placeOfKey(path),
      message,
      'add response:',
    );
  }
}
