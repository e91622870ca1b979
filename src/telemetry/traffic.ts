import type { Answer } from '../engine/answer.js';
import type { EngineEvent } from '../engine/events.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import type { RequestEntry, RequestLog } from './request-log.js';

/** What is counted of the traffic. Names are those of the API and of the mapping; durations are seconds. */
export interface TrafficListener {
  begun(): void;
  answered(what: Answered): void;
  called(step: string, outcome: string, seconds: number): void;
  retried(step: string): void;
  breaker(state: 'opened' | 'closed'): void;
}

export interface Answered {
  /** `none` where the request reached no operation. */
  readonly operation: string;
  /** `gone` when the caller was gone before the answer. */
  readonly status: string;
  readonly error: ErrorName | undefined;
  /** Where it failed, if it was in a step. */
  readonly step: string | undefined;
  readonly seconds: number;
}

/** The same log, whose entries tell listeners what there is to count. */
export function counting(requests: RequestLog, listeners: readonly TrafficListener[]): RequestLog {
  return {
    begin: (requestId, arrived) => new Counted(requests.begin(requestId, arrived), listeners),
    watch: id => {
      const calls = new Calls(listeners);
      const observer = requests.watch(id);
      return event => {
        calls.happens(event);
        observer(event);
      };
    },
  };
}

class Counted implements RequestEntry {
  private readonly begun = performance.now();
  private readonly calls: Calls;

  constructor(
    private readonly entry: RequestEntry,
    private readonly listeners: readonly TrafficListener[],
  ) {
    this.calls = new Calls(listeners);
    for (const listener of listeners) listener.begun();
  }

  get requestId(): string {
    return this.entry.requestId;
  }

  get trace(): RequestEntry['trace'] {
    return this.entry.trace;
  }

  readonly observer = (event: EngineEvent): void => {
    this.calls.happens(event);
    this.entry.observer(event);
  };

  cameFrom(address: string): void {
    this.entry.cameFrom(address);
  }

  answered(operation: string | undefined, answer: Answer): void {
    this.count(operation, String(answer.status), answer);
    this.entry.answered(operation, answer);
  }

  unanswered(operation: string | undefined, answer: Answer): void {
    this.count(operation, 'gone', answer);
    this.entry.unanswered(operation, answer);
  }

  private count(operation: string | undefined, status: string, { failure }: Answer): void {
    const seconds = (performance.now() - this.begun) / 1_000;
    const what = {
      operation: operation ?? 'none',
      status,
      error: failure?.error,
      step: failure?.step,
      seconds,
    };
    for (const listener of this.listeners) listener.answered(what);
  }
}

/** What goes to the CRM in one run. */
class Calls {
  private readonly begun = new Map<string, number>();

  constructor(private readonly listeners: readonly TrafficListener[]) {}

  happens(event: EngineEvent): void {
    if (event.type === 'call') this.begun.set(event.exchange, performance.now());
    else if (event.type === 'reply') this.called(event, `${Math.floor(event.reply.status / 100)}xx`);
    else if (event.type === 'fault') this.called(event, event.fault.kind);
    else if (event.type === 'retry') for (const listener of this.listeners) listener.retried(event.step);
    else if (event.type === 'breaker') for (const listener of this.listeners) listener.breaker(event.state);
  }

  private called({ step, exchange }: { step: string; exchange: string }, outcome: string): void {
    const begun = this.begun.get(exchange) ?? performance.now();
    this.begun.delete(exchange);
    const seconds = (performance.now() - begun) / 1_000;
    for (const listener of this.listeners) listener.called(step, outcome, seconds);
  }
}
