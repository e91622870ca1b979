import type { ClientRequest, IncomingMessage } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OFFERED_CODINGS } from '../crm/inflate.js';
import type { WireCall } from '../crm/wire.js';
import { Failure } from '../loyalty-api/failure.js';

/** Who waits for what becomes of a request that is passed on. */
interface Waiting {
  /** The library has made its request. */
  asked(request: ClientRequest): void;
  answered(reply: IncomingMessage): void;
  /** The library could not send it, or its connection broke. */
  failed(error: Error): void;
  /** The request itself cannot go on. */
  fail(failure: Failure): void;
}

/**
 * What http-proxy-middleware gets to see in the place of Koshelek's request. It forwards whatever headers a request
 * has, and its event for changing them may come after they are written: when all connections are busy. So it is given
 * those alone that may go out.
 */
export class PassedRequest extends Transform {
  readonly method: string;
  /** Path and query at the CRM. */
  readonly url: string;
  /** Frozen, for the library changes the length of a DELETE: a body behind it would be taken for another request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly target: URL;
  /** Of another request's connection nothing is known here. */
  readonly socket = { destroyed: false };
  private size = 0;

  /** @param maxBody the bytes that may pass */
  constructor(
    call: WireCall,
    body: IncomingMessage | undefined,
    private readonly maxBody: number,
    readonly waiting: Waiting,
  ) {
    super();
    this.method = call.method;
    this.target = new URL(call.url);
    this.url = call.url.slice(call.url.indexOf('/', call.url.indexOf('//') + 2));
    this.headers = Object.freeze({
      ...call.headers,
      host: this.target.host,
      'accept-encoding': OFFERED_CODINGS,
      ...(body && lengthOf(body)),
    });
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    if (this.size > this.maxBody) this.waiting.fail(tooLarge());
    else done(null, chunk);
  }
}

/** The body of a request; `undefined` when it has none. */
export function bodyOf(request: IncomingMessage): IncomingMessage | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding !== undefined || Number(length ?? 0) > 0 ? request : undefined;
}

/**
 * Lets a body flow on as it arrives.
 *
 * @throws Failure bodyTooLarge when it says so itself, badContentType when nobody can inflate it
 */
export function feed(passed: PassedRequest, body: IncomingMessage | undefined, maxBody: number): void {
  if (!body) {
    passed.end();
    return;
  }
  if (Number(body.headers['content-length'] ?? 0) > maxBody) throw tooLarge();
  const coding = codingOf(body);
  if (coding === 'identity') {
    body.pipe(passed);
    return;
  }
  const inflate = Object.hasOwn(inflaters, coding) ? inflaters[coding] : undefined;
  if (!inflate) throw new Failure('badContentType', 'the content encoding is not supported');
  const inflated = inflate().on('error', error => {
    passed.waiting.fail(new Failure('badRequest', 'the body cannot be read', { cause: error }));
  });
  passed.once('close', () => inflated.destroy());
  body.pipe(inflated).pipe(passed);
}

/** The codings that bodies of other operations may have, too. */
const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function codingOf({ headers }: IncomingMessage): string {
  return headers['content-encoding']?.trim().toLowerCase() || 'identity';
}

/** How the CRM learns where the body ends. */
function lengthOf(body: IncomingMessage): Record<string, string> {
  const length = body.headers['content-length'];
  return length === undefined || codingOf(body) !== 'identity'
    ? { 'transfer-encoding': 'chunked' }
    : { 'content-length': length };
}

function tooLarge(): Failure {
  return new Failure('bodyTooLarge', 'the body is larger than the limit');
}
