import { WireFault, type WireFaultKind, type WireReply } from '../crm/wire.js';
import { writeJson } from '../json/write.js';
import { lowerCased } from './raw-request.js';

/** A reply of the CRM as a person writes it down. */
export interface ReplySketch {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; long numbers are sent with all their digits. */
  readonly body?: unknown;
  /** Raw text, instead of `body`. */
  readonly text?: string;
}

/** The bytes that such a reply is on the wire. */
export function recordedReply(sketch: ReplySketch): WireReply {
  const text = sketch.text ?? (sketch.body === undefined ? '' : writeJson(sketch.body));
  const type: Record<string, string> =
    sketch.body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    status: sketch.status,
    headers: { ...type, ...lowerCased(sketch.headers) },
    body: new TextEncoder().encode(text),
  };
}

export function recordedFault(kind: WireFaultKind): WireFault {
  return new WireFault(kind, `recorded: ${kind}`);
}
