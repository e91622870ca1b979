import { isInRevision, operations, type Revision } from '../loyalty-api/operations.js';
import { Client } from './client.js';
import type { SelftestData } from './data.js';
import type { Redact } from './excerpt.js';
import type { Limits } from './exchange.js';
import { Latencies, type Latency } from './latencies.js';
import { Probe } from './probe.js';
import { routesOf } from './routes.js';
import { scenarios } from './scenarios/all.js';
import { connection } from './scenarios/connection.js';
import { type Credentials, type Session, type Tuning, usualTuning } from './session.js';
import type { Scenario, ScenarioResult, Step, StepResult } from './step.js';
import type { Target } from './target.js';

export interface SelftestOptions {
  readonly target: Target;
  readonly credentials: Credentials;
  readonly data: SelftestData;
  readonly revision: Revision;
  /** What stands in the place of `v1` in the routes. */
  readonly segment: string;
  readonly allowWrites: boolean;
  /** Milliseconds that the 95th percentile of each operation may take. */
  readonly budget?: number;
  readonly limits: Limits;
  /** What the service says goes through it before it is kept. */
  readonly redact: Redact;
  readonly tuning?: Tuning;
}

export interface SelftestResult {
  readonly scenarios: readonly ScenarioResult[];
  readonly latencies: readonly Latency[];
  /** Why the run ended before its end: nothing else could be found out. */
  readonly stopped?: string;
}

/**
 * Runs all scenarios, one after another. Never rejects for what the service does.
 *
 * @param onScenario told of each scenario when it is done
 * @param onStep told of each step before it begins
 */
export async function runSelftest(
  options: SelftestOptions,
  onScenario: (result: ScenarioResult) => void = () => {},
  onStep: (scenario: Scenario, step: Step) => void = () => {},
): Promise<SelftestResult> {
  const { target, limits, data, tuning = usualTuning } = options;
  const client = new Client(target, limits);
  const session: Session = {
    ...options,
    client,
    tuning,
    routes: routesOf(options.segment, data.routes),
    latencies: new Latencies(),
    goodReads: new Map(),
  };
  const results: ScenarioResult[] = [];
  let stopped: string | undefined;
  try {
    for (const scenario of scenarios()) {
      const result = await runScenario(scenario, session, data, step => onStep(scenario, step));
      results.push(result);
      onScenario(result);
      stopped = reasonToStop(result);
      if (stopped !== undefined) break;
    }
  } finally {
    client.close();
  }
  return { scenarios: results, latencies: session.latencies.all(), stopped };
}

/** Without a connection, a first answer and a login that is accepted every step would fail, and say nothing new. */
function reasonToStop({ id, steps }: ScenarioResult): string | undefined {
  for (const { rule, message } of steps.flatMap(step => step.problems)) {
    if (rule === 'reachable' || rule === 'auth-accepted') return message;
    if (rule === 'answered' && id === connection.id) return message;
  }
  return undefined;
}

async function runScenario(
  { id, title, steps }: Scenario,
  session: Session,
  data: SelftestData,
  onStep: (step: Step) => void,
): Promise<ScenarioResult> {
  const results: StepResult[] = [];
  for (const step of steps) {
    onStep(step);
    results.push(await runStep(step, session, data));
  }
  return { id, title, steps: results };
}

async function runStep(step: Step, session: Session, data: SelftestData): Promise<StepResult> {
  const { title, operation } = step;
  const probe = new Probe(session, operation);
  const reason = reasonToSkip(step, session, data);
  if (reason === undefined) await step.run(probe, data);
  const { problems, notes, exchanges } = probe;
  const skipped = reason ?? (problems.length === 0 ? probe.skipped : undefined);
  const result = { title, operation, problems, notes, exchanges };
  if (skipped !== undefined) return { ...result, outcome: 'skipped', reason: skipped };
  if (problems.some(({ level }) => level === 'violation')) return { ...result, outcome: 'failed' };
  return { ...result, outcome: problems.length > 0 ? 'warned' : 'passed' };
}

function reasonToSkip(
  { operation, writes, needs }: Step,
  session: Session,
  data: SelftestData,
): string | undefined {
  if (operation !== undefined && !isInRevision(operations[operation], session.revision)) {
    return `not in revision ${session.revision}, but since ${operations[operation].since}`;
  }
  const missing = needs.filter(section => data[section] === undefined);
  if (missing.length > 0) return `the data has no ${missing.map(name => `\`${name}\``).join(' and no ')}`;
  return writes && !session.allowWrites ? 'it writes: allow it with --allow-writes' : undefined;
}
