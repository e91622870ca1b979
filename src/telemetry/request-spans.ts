import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { WireCall } from '../crm/wire.js';
import type { Answer } from '../engine/answer.js';
import type { EngineEvent } from '../engine/events.js';
import { errorCatalogue } from '../loyalty-api/errors.js';
import type { RequestEntry } from './request-log.js';
import { type CallTrace, type TraceContext, traceHeaders } from './trace-context.js';

/**
 * The spans of one request: of the request, of each step that runs, and of each call to the CRM.
 *
 * Addresses hold phones and card numbers, and bodies all the rest. So a span gets what is picked here by name: names of
 * the mapping and of the API, methods, statuses, names of errors, and of the CRM its host.
 */
export class RequestSpans implements CallTrace {
  private readonly request: Span;
  private readonly within: Context;
  private readonly steps = new Map<string, Span>();
  private readonly calls = new Map<string, Span>();
  /** By the call itself, for the wire knows no more than that. */
  private readonly spanOfCall = new WeakMap<WireCall, Span>();

  constructor(
    private readonly tracer: Tracer,
    parent: Context,
    requestId: string,
  ) {
    const attributes = { 'loyalty_gw.request_id': requestId };
    this.request = tracer.startSpan('request', { kind: SpanKind.SERVER, attributes }, parent);
    this.within = trace.setSpan(parent, this.request);
  }

  get traceId(): string {
    return this.request.spanContext().traceId;
  }

  /** As the log tells it. */
  get context(): TraceContext {
    const { traceId, spanId } = this.request.spanContext();
    return { traceId, parentId: spanId, flags: '00', state: undefined };
  }

  headersOf(call: WireCall): Readonly<Record<string, string>> {
    const { traceId, spanId, traceFlags, traceState } = (
      this.spanOfCall.get(call) ?? this.request
    ).spanContext();
    return traceHeaders(traceId, spanId, traceFlags.toString(16).padStart(2, '0'), traceState?.serialize());
  }

  /** Lets an entry of the log make the spans as well. */
  around(entry: RequestEntry): RequestEntry {
    const { request } = this;
    const answered = (operation: string | undefined, answer: Answer) => {
      if (operation !== undefined) this.name(operation);
      request.setAttribute('http.response.status_code', answer.status);
      this.end(answer);
    };
    const inner = { observer: entry.observer, answered: entry.answered, unanswered: entry.unanswered };
    return Object.assign(entry, {
      trace: this,
      observer: (event: EngineEvent) => {
        this.happens(event);
        inner.observer(event);
      },
      answered: (operation: string | undefined, answer: Answer) => {
        answered(operation, answer);
        inner.answered.call(entry, operation, answer);
      },
      unanswered: (operation: string | undefined, answer: Answer) => {
        answered(operation, answer);
        inner.unanswered.call(entry, operation, answer);
      },
    });
  }

  private name(operation: string): void {
    this.request.updateName(operation);
    this.request.setAttribute('loyalty_gw.operation', operation);
  }

  private happens(event: EngineEvent): void {
    if (event.type === 'request') this.name(event.operation);
    else if (event.type === 'step') this.beginStep(event);
    else if (event.type === 'value') this.endStep(event.step);
    else if (event.type === 'call') this.beginCall(event);
    else if (event.type === 'reply')
      this.endCall(event.exchange, { 'http.response.status_code': event.reply.status });
    else if (event.type === 'fault') this.endCall(event.exchange, { 'error.type': event.fault.kind }, true);
    else if (event.type === 'retry') this.steps.get(event.step)?.addEvent('retry', { reason: event.reason });
  }

  private beginStep({ step, kind }: Extract<EngineEvent, { type: 'step' }>): void {
    this.steps.set(step, this.begin(step, SpanKind.INTERNAL, this.within, kind));
  }

  private begin(step: string, kind: SpanKind, within: Context, what: string): Span {
    const attributes = { 'loyalty_gw.step': step, 'loyalty_gw.kind': what };
    return this.tracer.startSpan(step, { kind, attributes }, within);
  }

  private beginCall({ step, exchange, call }: Extract<EngineEvent, { type: 'call' }>): void {
    const around = this.steps.get(step);
    const within = around ? trace.setSpan(this.within, around) : this.within;
    const span = this.begin(step, SpanKind.CLIENT, within, 'exchange');
    span.updateName(`${call.method} ${step}`);
    span.setAttribute('http.request.method', call.method);
    span.setAttribute('server.address', hostOf(call.url));
    this.calls.set(exchange, span);
    this.spanOfCall.set(call, span);
  }

  private endCall(exchange: string, attributes: Record<string, string | number>, isError = false): void {
    const span = this.calls.get(exchange);
    if (!span) return;
    this.calls.delete(exchange);
    span.setAttributes(attributes);
    if (isError) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  private endStep(step: string): void {
    this.steps.get(step)?.end();
    this.steps.delete(step);
  }

  /** What is still open ends with the request: steps that decide the answer, calls that nobody waits for any more. */
  private end({ failure, code }: Answer): void {
    for (const exchange of [...this.calls.keys()]) this.endCall(exchange, { 'error.type': 'aborted' }, true);
    if (failure?.step !== undefined) {
      const at = this.steps.get(failure.step);
      at?.setAttribute('error.type', failure.error);
      if (isError(failure.error)) at?.setStatus({ code: SpanStatusCode.ERROR });
    }
    for (const step of [...this.steps.keys()]) this.endStep(step);
    if (failure) {
      this.request.setAttribute('error.type', failure.error);
      if (code !== undefined) this.request.setAttribute('loyalty_gw.error_code', code);
      if (isError(failure.error)) this.request.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.request.end();
  }
}

/** What the client asked wrongly, and what is so with a card, is no error of a service: those are 1xxx and 2xxx. */
function isError(error: keyof typeof errorCatalogue): boolean {
  return errorCatalogue[error].code >= '3';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
