import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { TrafficListener } from './traffic.js';

/** Seconds. Most answers wait for a CRM, and none longer than its deadline. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What a CRM and its guard are doing; asked whenever metrics are scraped. */
export interface CrmLoad {
  readonly running: number;
  readonly waiting: number;
  readonly isBroken: boolean;
}

/**
 * The metrics of requests (what the partner sees), of the mapping, and of the CRM. Labels are names of the API, of the
 * mapping and of the error catalogue: none comes from a request or a reply.
 */
export function trafficMetrics(registry: Registry, crm: () => CrmLoad): TrafficListener {
  const registers = [registry];
  const requests = new Counter({
    name: 'loyalty_gw_requests_total',
    help: 'Requests, by operation (none: it reached no operation) and status (gone: the caller was gone before the answer).',
    labelNames: ['operation', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'loyalty_gw_request_duration_seconds',
    help: 'From the head of a request to its answer, by operation.',
    labelNames: ['operation'],
    buckets,
    registers,
  });
  const running = new Gauge({
    name: 'loyalty_gw_requests_in_flight',
    help: 'Requests that are not answered yet.',
    registers,
  });
  const failures = new Counter({
    name: 'loyalty_gw_failures_total',
    help: 'Answers with an error, by operation and name of the error catalogue.',
    labelNames: ['operation', 'error'],
    registers,
  });
  const stepFailures = new Counter({
    name: 'loyalty_gw_step_failures_total',
    help: 'Steps of the mapping in which an operation ended with an error.',
    labelNames: ['operation', 'step', 'error'],
    registers,
  });
  const calls = new Counter({
    name: 'loyalty_gw_crm_calls_total',
    help: 'Calls to the CRM, by step and what came of them: the class of the status (2xx), or refused, reset, timeout, unreadable, aborted.',
    labelNames: ['step', 'outcome'],
    registers,
  });
  const callDurations = new Histogram({
    name: 'loyalty_gw_crm_call_duration_seconds',
    help: 'From a call to its reply, or to the end of the wait for it, by step.',
    labelNames: ['step'],
    buckets,
    registers,
  });
  const retries = new Counter({
    name: 'loyalty_gw_crm_retries_total',
    help: 'Calls that were made again, by step.',
    labelNames: ['step'],
    registers,
  });
  const changes = new Counter({
    name: 'loyalty_gw_crm_breaker_changes_total',
    help: 'How often calls to the CRM were stopped (opened) because it is down, and begun again (closed).',
    labelNames: ['state'],
    registers,
  });
  for (const state of ['opened', 'closed']) changes.labels(state).inc(0);
  const loaded = (name: string, help: string, of: (load: CrmLoad) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(of(crm()));
      },
    });
  loaded(
    'loyalty_gw_crm_breaker_open',
    '1 while no calls are made because the CRM is down.',
    ({ isBroken }) => (isBroken ? 1 : 0),
  );
  loaded('loyalty_gw_crm_calls_running', 'Calls to the CRM that run.', load => load.running);
  loaded(
    'loyalty_gw_crm_calls_waiting',
    'Calls that wait in the queue for others to end.',
    load => load.waiting,
  );

  return {
    begun: () => running.inc(),
    answered: ({ operation, status, error, step, seconds }) => {
      running.dec();
      requests.inc({ operation, status });
      durations.observe({ operation }, seconds);
      if (error === undefined) return;
      failures.inc({ operation, error });
      if (step !== undefined) stepFailures.inc({ operation, step, error });
    },
    called: (step, outcome, seconds) => {
      calls.inc({ step, outcome });
      callDurations.observe({ step }, seconds);
    },
    retried: step => retries.inc({ step }),
    breaker: state => changes.inc({ state }),
  };
}
