import type { Path } from '../document/place.js';
import type { Operation } from '../loyalty-api/operations.js';
import { compileStep } from './compile-step.js';
import type { Workshop } from './compiler.js';
import type { StepFields } from './fields.js';
import type { Judging, Step } from './mapping.js';
import type { RequestNames } from './members.js';
import { ALWAYS, LOGIN, problemOfVariable } from './names.js';
import type { Visible } from './references.js';
import { withMembers } from './visible.js';

/** What a step holds that has to do with a card number. */
const CARD_MEMBERS = ['cardNumber', 'barcode'];

/** Steps in page order, and what stands below them all sees. */
export interface CompiledSteps {
  readonly steps: readonly Step[];
  readonly visible: Visible;
}

/**
 * Compiles the steps at a path. Findings go to the document; the result counts only if there were none.
 *
 * @param request what `$request` holds
 * @param operation whose steps they are; none where nothing is answered
 */
export function compileSteps(
  workshop: Workshop,
  path: Path,
  fields: Readonly<Record<string, StepFields>>,
  request: RequestNames,
  defaults: Judging,
  operation: Operation | undefined,
): CompiledSteps {
  // All that stand there, also those that are no proper steps: what reads them is right to do so.
  const names = workshop.document.keysAt(path);
  const base: Visible = { names: new Set(ALWAYS), later: new Set(), request };
  const seenFrom = (index: number): Visible => {
    const visible = names.slice(0, index).reduce((above, name) => withStep(above, name, fields[name]), base);
    return { ...visible, later: new Set(names.slice(index)) };
  };
  const steps = Object.entries(fields).flatMap(([name, step]) => {
    const at = [...path, name];
    checkStepName(workshop, at, name);
    return compileStep(workshop, at, step, seenFrom(names.indexOf(name)), defaults, operation) ?? [];
  });
  return { steps, visible: seenFrom(names.length) };
}

function withStep(visible: Visible, name: string, step: StepFields | undefined): Visible {
  if (step?.kind === 'reserve') return withMembers(visible, name, CARD_MEMBERS);
  if (step?.kind === 'claim') return withMembers(visible, name, [...CARD_MEMBERS, 'repeated']);
  return { ...visible, names: new Set([...visible.names, name]) };
}

function checkStepName(workshop: Workshop, path: Path, name: string): void {
  const report = (message: string) =>
    workshop.document.errorAtKey('step-name', path, message, 'give the step another name');
  const problem = problemOfVariable(name, 'a step');
  if (problem) report(problem);
  else if (name === LOGIN && workshop.session)
    report('"login" is what the login of crm.auth is called, in dry-run and in the log');
  else if (workshop.functions.has(name))
    report(`"${name}" is the name of a function: $${name} would be both`);
}
