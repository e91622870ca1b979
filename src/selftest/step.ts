import type { OperationId } from '../loyalty-api/operations.js';
import type { Section, SelftestData } from './data.js';
import type { Exchange } from './exchange.js';
import type { Probe } from './probe.js';
import type { Problem } from './problem.js';

/** One thing that is tried. */
export interface Step {
  /** What is expected, in words. */
  readonly title: string;
  /** What is called; the step is skipped where the revision does not have it. */
  readonly operation?: OperationId;
  /** Whether something is written, so that it needs permission. */
  readonly writes: boolean;
  /** The parts of the data that it needs. */
  readonly needs: readonly Section[];
  readonly run: (probe: Probe, data: SelftestData) => Promise<void>;
}

/** Steps that belong together, in an order in which each can use what the ones before it have found. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

export type StepOutcome = 'passed' | 'failed' | 'warned' | 'skipped';

export interface StepResult {
  readonly title: string;
  readonly operation?: OperationId;
  readonly outcome: StepOutcome;
  /** Why it was skipped. */
  readonly reason?: string;
  readonly problems: readonly Problem[];
  /** What the reader should know besides, such as a number that stays reserved. */
  readonly notes: readonly string[];
  readonly exchanges: readonly Exchange[];
}

export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly StepResult[];
}

interface StepOptions<K extends Section> {
  readonly operation?: OperationId;
  readonly writes?: boolean;
  readonly needs?: readonly K[];
}

/** Makes a step. What it needs of the data is there when it runs. */
export function step<K extends Section = never>(
  title: string,
  { operation, writes = false, needs = [] }: StepOptions<K>,
  run: (probe: Probe, data: SelftestData & Required<Pick<SelftestData, K>>) => Promise<void>,
): Step {
  // The runner has looked that the sections are there.
  return { title, operation, writes, needs, run: run as Step['run'] };
}
