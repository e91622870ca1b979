import type { Socket } from 'node:net';
import { failureAnswer } from '../engine/answer.js';
import type { ErrorTable } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import type { RequestLog } from '../telemetry/request-log.js';
import { writeRefusal } from './refusal.js';
import type { Trip } from './trip.js';

/**
 * The open connections and the latest request of each: what is needed to say a word on a connection without
 * speaking into the answer of a request.
 */
export class Connections {
  private readonly latest = new Map<Socket, Trip | undefined>();
  private readonly refused = new WeakSet<Socket>();
  private closing = false;

  constructor(
    private readonly log: RequestLog,
    private readonly errors: () => ErrorTable,
  ) {}

  add(socket: Socket): void {
    this.latest.set(socket, undefined);
    socket.once('end', () => this.refuseCut(socket));
    socket.once('close', () => this.latest.delete(socket));
  }

  /**
   * A request of which the rest will never come is one that is broken. Node says so first and this says it again, except
   * of a request that asked for another protocol: of that Node says nothing, and its client would wait.
   */
  private refuseCut(socket: Socket): void {
    const trip = this.latest.get(socket);
    if (trip && !trip.request.complete) this.refuse(socket, new Failure('badHttp', 'the request is cut'));
  }

  /** Notes that a request has arrived. While the gateway closes, the last one of a connection ends it. */
  begin(trip: Trip): void {
    const { socket } = trip.request;
    if (this.closing) {
      const before = this.latest.get(socket);
      if (before) before.closes = false;
      trip.closes = true;
    }
    this.latest.set(socket, trip);
  }

  /** From now on each connection ends with the answer of its latest request. */
  leave(): void {
    this.closing = true;
    for (const trip of this.latest.values()) if (trip) trip.closes = true;
  }

  /** The same, and those that never sent any request end at once. */
  close(): void {
    this.leave();
    for (const [socket, trip] of this.latest) if (!trip && socket.bytesRead === 0) socket.destroy();
  }

  /**
   * Something arrived that is not HTTP, or did not arrive in time. Whose fault it is decides who is told:
   * a request that is not complete yet gets the failure as its answer, complete ones get theirs first.
   *
   * @param packet what arrived last, if anything did
   */
  refuse(socket: Socket, failure: Failure, packet?: Buffer): void {
    // Node reports every further byte of a broken request anew.
    if (this.refused.has(socket)) return;
    this.refused.add(socket);
    // Node took its own listener away, and what happens to the socket now is nobody's failure.
    socket.on('error', () => socket.destroy());

    const trip = this.latest.get(socket);
    if (!trip || trip.response.closed) this.endAfter(trip, socket, failure, packet);
    else if (trip.request.complete) trip.response.once('close', () => this.writeRefusal(socket, failure));
    else this.failIncomplete(trip, socket, failure);
  }

  private endAfter(trip: Trip | undefined, socket: Socket, failure: Failure, packet?: Buffer): void {
    // The rest of a request that has its answer already: a second one would be taken for the next one's.
    // Otherwise the packet begins with the broken request, for what came with it in one has no closed answer yet.
    if (trip && !trip.request.complete) socket.destroy();
    else this.writeRefusal(socket, failure, packet);
  }

  private writeRefusal(socket: Socket, failure: Failure, packet?: Buffer): void {
    writeRefusal(socket, failureAnswer(failure, this.errors()), this.log, packet);
  }

  private failIncomplete(trip: Trip, socket: Socket, failure: Failure): void {
    if (trip.answered) trip.response.once('close', () => socket.destroy());
    trip.closes = true;
    trip.fail(failure);
  }
}
