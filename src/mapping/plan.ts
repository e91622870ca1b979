import type { Call, MappedOperation, PlannedStep, Stage, Step } from './mapping.js';

/**
 * Puts the steps of an operation, which are in page order, into stages. A write, a `fail`, an `answer`, a `reserve`
 * and a `claim` stand alone: they are reached when all above them is done, and nothing below them begins before. Reads
 * and values between two of those share a stage and run at the same time, as far as they do not read one another.
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

/** What an operation does, in its order; one that is passed on is a single call. */
export function stagesOf(mapped: MappedOperation): readonly Stage[] {
  if (mapped.kind === 'proxy') return [[{ step: mapped.call, needs: [] }]];
  return mapped.kind === 'steps' ? mapped.stages : [];
}

function isBarrier(step: Step): boolean {
  return step.kind === 'call' ? step.isWrite : step.kind !== 'value';
}

interface Reading {
  readonly reads: ReadonlySet<string>;
}

/** All variables that the expressions of a step read. */
export function readsOfStep(step: Step): Set<string> {
  const reads = new Set(step.when?.reads);
  const add = (part: Reading | undefined) => {
    for (const name of part?.reads ?? []) reads.add(name);
  };
  if (step.kind === 'value') add(step.value);
  if (step.kind === 'answer') add(step.body);
  if (step.kind === 'reserve' || step.kind === 'claim') add(step.person);
  if (step.kind === 'claim') add(step.number);
  return step.kind === 'call' ? new Set([...reads, ...readsOfCall(step)]) : reads;
}

/** All variables that the expressions of a call read. */
export function readsOfCall(call: Call): Set<string> {
  const { given, each, pages, take, judging } = call;
  const parts: (Reading | undefined)[] = [given, each?.items, each?.until, take];
  if (pages) parts.push(pages.first, pages.next.expression, pages.rows);
  parts.push(judging.throttledOn, judging.missing, judging.success, judging.retryOn, judging.retryAfter);
  for (const { when } of judging.errors) parts.push(when);
  return new Set([...readsOfSent(call), ...union(parts)]);
}

/** The variables that decide what is sent. */
export function readsOfSent({ path, query, headers, body }: Call): Set<string> {
  const parts: (Reading | undefined)[] = [path];
  for (const { template } of [...query, ...headers]) parts.push(template);
  if (body?.kind === 'form') for (const { template } of body.fields) parts.push(template);
  else parts.push(body?.template);
  return union(parts);
}

function union(parts: readonly (Reading | undefined)[]): Set<string> {
  return new Set(parts.flatMap(part => [...(part?.reads ?? [])]));
}
