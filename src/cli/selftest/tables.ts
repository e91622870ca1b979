import type { Latency } from '../../selftest/latencies.js';
import type { ScenarioResult, StepOutcome } from '../../selftest/step.js';
import { table } from '../table.js';

export type Total = Readonly<Record<StepOutcome, number>>;

export function totalOf(scenarios: readonly ScenarioResult[]): Total {
  const total = { passed: 0, failed: 0, warned: 0, skipped: 0 };
  for (const { outcome } of scenarios.flatMap(({ steps }) => steps)) total[outcome] += 1;
  return total;
}

export function latencyTable(latencies: readonly Latency[]): string {
  const time = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
  return table([
    ['operation', 'answers', 'p50', 'p95', 'max'],
    ...latencies.map(({ operation, count, p50, p95, max }) => [
      operation,
      String(count),
      time(p50),
      time(p95),
      time(max),
    ]),
  ]);
}

export function summaryTable(scenarios: readonly ScenarioResult[]): string {
  const row = (title: string, { passed, failed, warned, skipped }: Total) =>
    [title, passed, failed, warned, skipped].map(String);
  return table([
    ['scenario', 'passed', 'failed', 'warned', 'skipped'],
    ...scenarios.map(scenario => row(scenario.title, totalOf([scenario]))),
    row('all', totalOf(scenarios)),
  ]);
}
