import { performance } from 'node:perf_hooks';
import { type OperationId, operationIds } from '../../loyalty-api/operations.js';
import type { Probe } from '../probe.js';
import { reads } from '../routes.js';
import { type Scenario, type Step, step } from '../step.js';

/** Runs last, over what the scenarios before it have called. */
export const latency: Scenario = {
  id: 'latency',
  title: 'Latency',
  steps: [
    ...[...reads].map(sample),
    // A write is not repeated: its times are those of the scenarios.
    step('what writes is within the budget', { writes: true }, async probe => {
      if (probe.session.budget === undefined) return probe.skip('there is no --budget');
      for (const id of operationIds) if (!reads.has(id)) complainOfTime(probe, id);
    }),
  ],
};

function sample(operation: OperationId): Step {
  return step('is repeated to see how long it takes', { operation }, async probe => {
    const { goodReads, tuning } = probe.session;
    const call = goodReads.get(operation);
    if (!call) return probe.skip('there was no good answer of it');
    const end = performance.now() + tuning.sampling;
    for (let count = 0; count < tuning.samples && performance.now() < end; count++) {
      if (!(await probe.call(operation, { ...call, again: true })).isGood) return;
    }
    complainOfTime(probe, operation);
  });
}

function complainOfTime(probe: Probe, operation: OperationId): void {
  const { budget = Number.POSITIVE_INFINITY, latencies } = probe.session;
  const { p95 = 0 } = latencies.of(operation) ?? {};
  if (p95 <= budget) return;
  const message = `${operation}: 95 % within ${p95.toFixed(1)} ms, over the budget of ${budget} ms`;
  probe.complain('latency', message);
}
