import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { checkPerson } from './checks/cards.js';
import { compileAnswer } from './compile-answer.js';
import { compileCall } from './compile-call.js';
import { compileUse } from './compile-use.js';
import { compileExpression, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { StepFields } from './fields.js';
import type { Judging, Step } from './mapping.js';
import type { Visible } from './references.js';

/**
 * Compiles one step. Findings go to the document; the result counts only if there were none.
 *
 * @param operation whose step it is; none where nothing is answered
 * @returns `undefined` when it is nothing that could be compiled
 */
export function compileStep(
  workshop: Workshop,
  path: Path,
  fields: StepFields,
  visible: Visible,
  defaults: Judging,
  operation: Operation | undefined,
): Step | undefined {
  const base = {
    name: String(path.at(-1)),
    place: workshop.document.placeOfKey(path),
    when: compileCondition(workshop, [...path, 'when'], fields.when, visible),
  };
  switch (fields.kind) {
    case 'value':
      return {
        ...base,
        kind: 'value',
        value: expressionAt(workshop, [...path, 'value'], fields.value, visible),
      };
    case 'fail':
      return { ...base, kind: 'fail', error: fields.fail };
    case 'answer':
      return (
        operation && {
          ...base,
          kind: 'answer',
          body: compileAnswer(workshop, [...path, 'answer'], fields.answer, visible, operation),
        }
      );
    case 'reserve':
      return {
        ...base,
        kind: 'reserve',
        person: fields.person === undefined ? undefined : personAt(workshop, path, fields.person, visible),
      };
    case 'claim':
      return {
        ...base,
        kind: 'claim',
        number: expressionAt(workshop, [...path, 'claim'], fields.claim, visible),
        person: personAt(workshop, path, fields.person, visible),
      };
    case 'call':
      return { ...base, ...compileCall(workshop, path, fields, visible, defaults) };
    case 'use': {
      const call = compileUse(workshop, path, fields, visible, defaults);
      return call && { ...base, ...call };
    }
  }
}

function personAt(workshop: Workshop, path: Path, text: string, visible: Visible) {
  const at = [...path, 'person'];
  const person = expressionAt(workshop, at, text, visible);
  checkPerson(workshop, at, person);
  return person;
}

function expressionAt(workshop: Workshop, path: Path, text: string, visible: Visible) {
  // A finding was reported when there is none; the mapping is not used then.
  return compileExpression(workshop, path, text, visible) as NonNullable<
    ReturnType<typeof compileExpression>
  >;
}
