import { inflate } from './inflate.js';
import { WireFault, type WireReply } from './wire.js';

/** What has come of a reply so far, whatever brings it. */
export class Collected {
  private status = 0;
  /** Names in lower case. */
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;

  /** @param maxReply the bytes that its body may have, also after it is inflated */
  constructor(private readonly maxReply: number) {}

  /** Its head, also the next one: an interim answer (1xx) is followed by the real one. */
  begin(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    this.status = status;
    this.headers = {};
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined) this.headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  /** @returns a fault when it grows too large */
  add(chunk: Buffer): WireFault | undefined {
    this.size += chunk.length;
    if (this.size > this.maxReply)
      return new WireFault('unreadable', `the reply is larger than ${this.maxReply} bytes`);
    this.chunks.push(chunk);
    return undefined;
  }

  /**
   * The reply as a wire gives it, once its end has come: without its content coding, and with a note where it may be
   * cut.
   *
   * @returns a promise only where something has to be inflated, which rejects with a WireFault; a fault when it is none
   */
  whole(): WireReply | WireFault | Promise<WireReply> {
    const { status, headers, chunks } = this;
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
    return inflate(body, coding, this.maxReply).then(replyOf);
  }
}

/**
 * Where only the end of the connection ends a body (RFC 9112, 6.3), nobody can tell whether all of it came: undici
 * takes even a reset for the end.
 */
function hasNoLength(headers: WireReply['headers']): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

/** An empty body that may be cut matters of a success alone: what failed is not done either way. */
function isSuccess(status: number): boolean {
  return status >= 200 && status < 300 && status !== 204;
}
