import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Wire, WireCall } from '../crm/wire.js';

/** To which trace a request belongs (W3C Trace Context). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The span that it is a part of: 16 hexadecimal digits. */
  readonly parentId: string;
  /** Two hexadecimal digits; the last bit says whether the caller records. */
  readonly flags: string;
  /** What others note about the trace; passed on as it is. */
  readonly state: string | undefined;
}

/** The trace of one request, as its calls to the CRM carry it on. */
export interface CallTrace {
  readonly traceId: string;
  headersOf(call: WireCall): Readonly<Record<string, string>>;
}

/** Longer ones are dropped, as the recommendation allows (3.3.1.5): a header of a stranger is sent to the CRM. */
const LONGEST_STATE = 512;

/** The trace that a request is a part of; none without the header, and when it is not as it must be. */
export function traceContextOf({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined {
  if (typeof traceparent !== 'string') return undefined;
  // A later version may have more behind the flags, and not 00.
  const [, version, traceId = '', parentId = '', flags = '', rest] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(traceparent) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, flags, state: stateOf(tracestate) };
}

function stateOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : header;
  return text !== undefined && text.length <= LONGEST_STATE && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** Where nothing is recorded: each call is a span of its own in the trace of its caller. */
export function passedOn({ traceId, flags, state }: TraceContext): CallTrace {
  return {
    traceId,
    headersOf: () => traceHeaders(traceId, randomBytes(8).toString('hex'), flags, state),
  };
}

export function traceHeaders(
  traceId: string,
  spanId: string,
  flags: string,
  state: string | undefined,
): Readonly<Record<string, string>> {
  const traceparent = `00-${traceId}-${spanId}-${flags}`;
  return state ? { traceparent, tracestate: state } : { traceparent };
}

/** A wire whose calls carry the trace on. */
export function tracedWire(wire: Wire, trace: CallTrace): Wire {
  return {
    exchange: (call, limits, signal) =>
      wire.exchange({ ...call, headers: { ...call.headers, ...trace.headersOf(call) } }, limits, signal),
  };
}
