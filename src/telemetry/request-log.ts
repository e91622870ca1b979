import type { Logger } from 'pino';
import { formatPlace } from '../document/place.js';
import type { Answer } from '../engine/answer.js';
import type { EngineEvent, Observer } from '../engine/events.js';
import { isFault } from '../loyalty-api/errors.js';
import type { Failure } from '../loyalty-api/failure.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import { Customers } from './customers.js';
import { type CallTrace, passedOn, type TraceContext } from './trace-context.js';

/** Writes one line for each request, and what happens to the CRM as a whole. */
export interface RequestLog {
  /** @param arrived the trace that the request belongs to */
  begin(requestId: string, arrived?: TraceContext): RequestEntry;
  /** For a run that no request asks for: it has no line, but what it learns of the CRM as a whole is told. */
  watch(id: string): Observer;
}

/** What the log gathers of one request. */
export interface RequestEntry {
  readonly requestId: string;
  readonly observer: Observer;
  /** Notes the address of somebody who is kept out. Of partners none is written. */
  cameFrom(address: string): void;
  /** What its calls to the CRM carry on; none when there is no trace. */
  readonly trace: CallTrace | undefined;
  /** Writes the line. */
  answered(operation: string | undefined, answer: Answer): void;
  /** Writes the line of an answer that nobody got, for the connection was gone: its status is null. */
  unanswered(operation: string | undefined, answer: Answer): void;
}

/** A call to the CRM, as the log tells it. */
interface CrmCall {
  readonly step: string;
  /** Of the reply, absent without one. */
  status?: number;
  /** Why there is no reply. */
  fault?: string;
  /** Until the reply or the fault; absent when the request was answered without waiting for either. */
  ms?: number;
}

/**
 * The log of requests in a pino log.
 *
 * @param key of the pseudonyms of customers, which are told at debug
 */
export function requestLog(log: Logger, key?: string): RequestLog {
  const customers = new Customers(key);
  return {
    begin: (requestId, arrived) => {
      // A reload may change the level.
      const told = log.isLevelEnabled('debug') ? customers : undefined;
      return new Entry(log, requestId, arrived && passedOn(arrived), told);
    },
    watch: id => new Entry(log, id, undefined, undefined).observer,
  };
}

/**
 * Events carry personal data, and the causes of failures quote what they stumbled over. So nothing is passed on as
 * it comes: every member of the line is picked by name, and none is a text from outside; the message of a Failure,
 * which says why, holds none either. Whose request it was is told at debug alone, masked and as a pseudonym.
 */
class Entry implements RequestEntry {
  private readonly begun = performance.now();
  private readonly crm: CrmCall[] = [];
  private operation: string | undefined;
  private client: string | undefined;
  /** Kept where customers are told of. */
  private request: LoyaltyRequest | undefined;
  private readonly open = new Map<string, { call: CrmCall; begun: number }>();

  constructor(
    private readonly log: Logger,
    readonly requestId: string,
    readonly trace: CallTrace | undefined,
    private readonly customers: Customers | undefined,
  ) {}

  readonly observer: Observer = event => {
    if (event.type === 'request') this.received(event);
    else if (event.type === 'call') this.begin(event.exchange, event.step);
    else if (event.type === 'reply' || event.type === 'fault') this.end(event);
    else if (event.type === 'retry') this.retrying(event);
    else if (event.type === 'breaker') this.broken(event);
    else if (event.type === 'card') this.card(event);
  };

  private received({ operation, request }: Extract<EngineEvent, { type: 'request' }>): void {
    this.operation = operation;
    if (this.customers) this.request = request;
  }

  cameFrom(address: string): void {
    this.client = address;
  }

  answered(operation: string | undefined, answer: Answer): void {
    this.write(operation, answer.status, answer);
  }

  unanswered(operation: string | undefined, answer: Answer): void {
    this.write(operation, null, answer);
  }

  private write(
    operation: string | undefined,
    status: Answer['status'] | null,
    { body, failure, code }: Answer,
  ): void {
    this.tell(operation, body);
    const line = {
      requestId: this.requestId,
      traceId: this.trace?.traceId,
      operation: operation ?? null,
      status,
      ...(failure && { error: failure.error, code, reason: failure.message }),
      client: this.client,
      ms: since(this.begun),
      crm: this.crm,
    };
    // Somebody who runs the gateway has to look.
    if (failure && isFault(failure.error)) this.log.error({ ...line, ...whereabouts(failure) }, 'request');
    else this.log.info(line, 'request');
  }

  /** In front of the request's line, so that whoever finds a pseudonym finds the id of the request. */
  private tell(operation: string | undefined, body: string): void {
    const traces = this.request && this.customers?.tracesOf(this.request, body);
    if (!traces?.length) return;
    this.log.debug({ requestId: this.requestId, operation, customer: traces }, 'customer');
  }

  private retrying({ step, reason, pause }: Extract<EngineEvent, { type: 'retry' }>): void {
    this.log.debug({ requestId: this.requestId, step, reason, pause: Math.round(pause) }, 'retry');
  }

  /** It matters to all requests, so it has a line of its own. */
  private broken({ step, state }: Extract<EngineEvent, { type: 'breaker' }>): void {
    this.log.warn({ requestId: this.requestId, step, breaker: state }, 'breaker');
  }

  /**
   * Neither the number nor whose it is. What may stay doubtful has a line of its own: somebody may have to look why
   * the CRM does not say how writes end.
   */
  private card(event: Extract<EngineEvent, { type: 'card' }>): void {
    const { step, what } = event;
    const line = {
      requestId: this.requestId,
      operation: this.operation ?? null,
      step,
      card: what,
      ...('outcome' in event && { outcome: event.outcome }),
      ...('isOwned' in event && { isOwned: event.isOwned }),
      ...('failure' in event && { error: event.failure.error, reason: event.failure.message }),
    };
    const isDoubtful = what === 'finishFailed' || ('outcome' in event && event.outcome === 'doubtful');
    if (isDoubtful) this.log.warn(line, 'card');
    else this.log.debug(line, 'card');
  }

  private begin(exchange: string, step: string): void {
    const call = { step };
    this.crm.push(call);
    this.open.set(exchange, { call, begun: performance.now() });
  }

  private end(event: Extract<EngineEvent, { type: 'reply' | 'fault' }>): void {
    const open = this.open.get(event.exchange);
    if (!open) return;
    this.open.delete(event.exchange);
    if (event.type === 'reply') open.call.status = event.reply.status;
    else open.call.fault = event.fault.kind;
    open.call.ms = since(open.begun);
  }
}

function whereabouts(failure: Failure): object {
  return {
    step: failure.step,
    place: failure.place && formatPlace(failure.place),
    frames: failure.error === 'internalError' ? framesOf(failure.cause ?? failure) : undefined,
  };
}

/** Where in the gateway's own code: the stack without the message that it begins with. */
function framesOf(thrown: unknown): string[] | undefined {
  if (!(thrown instanceof Error) || !thrown.stack) return undefined;
  const start = thrown.stack.indexOf(thrown.message);
  if (start < 0) return undefined;
  const frames = thrown.stack.slice(start + thrown.message.length).split('\n');
  return frames.map(frame => frame.trim()).filter(frame => frame.startsWith('at '));
}

function since(begun: number): number {
  return Math.round((performance.now() - begun) * 10) / 10;
}
