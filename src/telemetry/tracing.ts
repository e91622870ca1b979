import { type Context, createTraceState, ROOT_CONTEXT, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { RequestLog } from './request-log.js';
import { RequestSpans } from './request-spans.js';
import type { TraceContext } from './trace-context.js';

export interface TracingSettings {
  /** Where spans go: OTLP over HTTP, in JSON. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** The share of traces that begin here which are recorded; for others whoever began them decides. */
  readonly ratio: number;
}

/**
 * Makes spans of what happens, and sends them to a collector. One for each gateway: nothing is registered for the
 * process as a whole.
 */
export class Tracing {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;

  /** @param onExport told whether spans reached the collector */
  constructor({ endpoint, headers, service, ratio }: TracingSettings, onExport: (isDone: boolean) => void) {
    const exporter = new TellingExporter({ url: endpoint, headers: { ...headers } }, onExport);
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.tracer = this.provider.getTracer('loyalty-gw');
  }

  /** The same log, and spans of what is told to it. */
  watching(requests: RequestLog): RequestLog {
    return {
      begin: (requestId, arrived) => {
        const spans = new RequestSpans(this.tracer, arrived ? contextOf(arrived) : ROOT_CONTEXT, requestId);
        return spans.around(requests.begin(requestId, spans.context));
      },
      watch: id => requests.watch(id),
    };
  }

  /** Sends what is left, and ends. Never fails. */
  async close(): Promise<void> {
    await this.provider.shutdown().catch(() => {});
  }
}

function contextOf({ traceId, parentId, flags, state }: TraceContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId: parentId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    ...(state !== undefined && { traceState: createTraceState(state) }),
    isRemote: true,
  });
}

/** The library tells of what it could not send nowhere that anybody would look. */
class TellingExporter extends OTLPTraceExporter {
  constructor(
    settings: ConstructorParameters<typeof OTLPTraceExporter>[0],
    private readonly onExport: (isDone: boolean) => void,
  ) {
    super(settings);
  }

  override export(spans: ReadableSpan[], done: Parameters<OTLPTraceExporter['export']>[1]): void {
    super.export(spans, result => {
      this.onExport(result.code === 0);
      done(result);
    });
  }
}
