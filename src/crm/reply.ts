import { inflate } from './inflate.js';
import { WireFault, type WireReply } from './wire.js';

/** A reply whose end has come, as it was collected. */
interface Collected {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Buffer[];
}

/**
 * A collected reply as a wire gives it: without its content coding, and with a note where it may be cut.
 *
 * @param maxReply the bytes that may come of its body
 * @returns a promise only where something has to be inflated, which rejects with a WireFault; a fault when it is none
 */
export function wholeReply(
  { status, headers, chunks }: Collected,
  maxReply: number,
): WireReply | WireFault | Promise<WireReply> {
  const [first] = chunks;
  const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
  const endless = hasNoLength(headers);
  if (body.length === 0 && isSuccess(status) && endless)
    return new WireFault('reset', 'the reply has neither length nor body');

  const replyOf = (whole: Uint8Array): WireReply => ({
    status,
    headers,
    body: whole,
    ...(endless && { mayBeCut: true }),
  });
  const coding = headers['content-encoding'];
  if (coding === undefined || body.length === 0) return replyOf(body);
  return inflate(body, coding, maxReply).then(replyOf);
}

/**
 * Where only the end of the connection ends a body (RFC 9112, 6.3), nobody can tell whether all of it came: undici
 * takes even a reset for the end.
 */
function hasNoLength(headers: Collected['headers']): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

/** An empty body that may be cut matters of a success alone: what failed is not done either way. */
function isSuccess(status: number): boolean {
  return status >= 200 && status < 300 && status !== 204;
}
