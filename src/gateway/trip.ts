import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type Answer, failureAnswer } from '../engine/answer.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import type { Failure } from '../loyalty-api/failure.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { RequestEntry } from '../telemetry/request-log.js';
import { addressOf } from './client.js';
import type { Snapshot, User } from './snapshot.js';

/** On every answer, also on an empty one, as the API demands. */
export const contentType = 'application/json; charset=utf-8';

/** The failures of which one has to know whom they kept out. */
const strangers: ReadonlySet<ErrorName> = new Set(['unauthorized', 'tooManyAttempts', 'clientNotAllowed']);

/** Characters of a body that go out in one write. */
const LARGE = 256 * 1024;
/** Bytes of a part of a larger one. */
const PART = 64 * 1024;

function* partsOf(body: string): Generator<Buffer> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += PART) yield bytes.subarray(at, at + PART);
}

/** What all trips of a gateway have in common. */
export interface TripSettings {
  /** What a 401 asks for. */
  readonly challenge: string;
  /** Milliseconds for which a client may take nothing of its answer. */
  readonly writeTimeout: number;
}

/** One request on its way through the gateway, and the only place that answers it. */
export class Trip {
  /** Who calls, once auth knows. */
  user: User | undefined;
  /** What is called, once the route is found. */
  operation: Operation | undefined;
  /** Whether the connection ends with this answer. */
  closes = false;
  answered = false;
  /** Seconds after which another try makes sense, if that is known. */
  retryAfter: number | undefined;
  private whenAnswered: (() => void) | undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly snapshot: Snapshot,
    readonly entry: RequestEntry,
    private readonly settings: TripSettings,
  ) {
    snapshot.enter();
  }

  /** The address that the request came from. */
  get client(): string {
    return addressOf(this.request, this.snapshot.bounds.trusted);
  }

  /** @param done called with the answer, which comes once and always, also where nobody is there to get it */
  onAnswer(done: () => void): void {
    this.whenAnswered = done;
  }

  /** Answers that something went wrong. */
  fail(failure: Failure): void {
    if (strangers.has(failure.error)) this.entry.cameFrom(this.client);
    this.answer(failureAnswer(failure, this.snapshot.errors));
  }

  /** Of a large body a part at a time, for only a write that is done tells that the client still reads. */
  private send(body: string): void {
    const { response } = this;
    if (body.length <= LARGE) response.end(body);
    else Readable.from(partsOf(body)).pipe(response);
    if (response.writableFinished) return;
    // Those that wait behind another answer of their connection have no socket yet.
    if (response.socket) this.boundWriting(response.socket);
    else response.once('socket', socket => this.boundWriting(socket));
  }

  /** What the client does not take waits in memory, so Node is to end a socket on which nothing moves. */
  private boundWriting(socket: Socket): void {
    socket.setTimeout(this.settings.writeTimeout);
    // In front of Node's own listener, which gives an idle connection its time. The next request has another one.
    this.response.prependOnceListener('finish', () => socket.setTimeout(0));
  }

  /** Answers the request. The first answer counts: what comes after it, say after a timeout, is dropped. */
  answer(answer: Answer): void {
    if (this.answered) return;
    this.answered = true;
    this.snapshot.leave();
    this.whenAnswered?.();
    if (this.request.socket.destroyed) {
      this.entry.unanswered(this.operation?.id, answer);
      return;
    }
    const headers = ['Content-Type', contentType, 'X-Request-Id', this.entry.requestId];
    // The length of a HEAD answer would be that of the GET's (RFC 9110, 8.6), which nobody ran.
    if (this.request.method !== 'HEAD')
      headers.push('Content-Length', String(Buffer.byteLength(answer.body)));
    if (answer.status === 401) headers.push('WWW-Authenticate', this.settings.challenge);
    if (this.retryAfter !== undefined) headers.push('Retry-After', String(this.retryAfter));
    if (this.closes) headers.push('Connection', 'close');
    this.response.writeHead(answer.status, headers);
    this.send(answer.body);
    this.entry.answered(this.operation?.id, answer);
  }
}
