import type { PlannedStep, Stage, Step } from './mapping.js';

/**
 * Puts the steps of an operation, which are in page order, into stages. A `fail`, an `answer` and a write stand
 * alone: they are reached when all above them is done, and nothing below them begins before. Reads and values
 * between two of those share a stage and run at the same time, as far as they do not read one another.
 */
export function planStages(steps: readonly Step[], readsOf: (step: Step) => ReadonlySet<string>): Stage[] {
  const stages: Stage[] = [];
  let together: PlannedStep[] = [];
  for (const step of steps) {
    if (isBarrier(step)) {
      if (together.length > 0) stages.push(together);
      stages.push([{ step, needs: [] }]);
      together = [];
    } else {
      const reads = readsOf(step);
      const needs = together.map(other => other.step.name).filter(name => reads.has(name));
      together.push({ step, needs });
    }
  }
  if (together.length > 0) stages.push(together);
  return stages;
}

function isBarrier(step: Step): boolean {
  return step.kind === 'fail' || step.kind === 'answer' || (step.kind === 'call' && step.isWrite);
}

/** All variables that the expressions of a step read. */
export function readsOfStep(step: Step): Set<string> {
  const reads = new Set(step.when?.reads);
  const add = (part: { readonly reads: ReadonlySet<string> } | undefined) => {
    for (const name of part?.reads ?? []) reads.add(name);
  };
  if (step.kind === 'value') add(step.value);
  if (step.kind === 'answer') add(step.body);
  if (step.kind !== 'call') return reads;
  for (const part of [step.path, step.take, step.judging.missing, step.judging.success]) add(part);
  if (step.body?.kind === 'form') for (const { template } of step.body.fields) add(template);
  else add(step.body?.template);
  for (const { template } of [...step.query, ...step.headers]) add(template);
  for (const { when } of step.judging.errors) add(when);
  return reads;
}
