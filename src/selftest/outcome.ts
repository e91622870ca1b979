import { performance } from 'node:perf_hooks';
import type { Came, Exchange, Fault, Limits, Sent } from './exchange.js';

/** How an exchange ends: once, in time, and with an answer of bounded length. */
export class Outcome {
  readonly settled: Promise<Exchange>;
  /** Whether there is, or was, a connection. */
  isConnected = false;
  /** Bytes of the answer so far. */
  arrived = 0;
  private readonly chunks: Uint8Array[] = [];
  private readonly timer: NodeJS.Timeout;
  private since = performance.now();
  private settle: (exchange: Exchange) => void = () => {};

  /** @param giveUp ends the connection, when nobody waits for it any more */
  constructor(
    private readonly sent: Sent,
    private readonly limits: Limits,
    private readonly giveUp: () => void,
  ) {
    this.settled = new Promise(resolve => {
      this.settle = resolve;
    });
    this.timer = setTimeout(() => this.fail(this.lateness()), limits.timeout);
  }

  /** The time runs from here, unless the connection was there before. */
  connected(before = false): void {
    this.isConnected = true;
    if (!before) this.since = performance.now();
  }

  take(chunk: Uint8Array): void {
    this.arrived += chunk.length;
    if (this.arrived <= this.limits.answer) this.chunks.push(chunk);
    else this.fail({ kind: 'too-large', message: `the answer has more than ${this.limits.answer} bytes` });
  }

  succeed(answer: Omit<Came, 'body'>): void {
    this.end({ came: { ...answer, body: Buffer.concat(this.chunks) } });
  }

  fail(fault: Fault): void {
    this.end({ fault });
    this.giveUp();
  }

  private end(result: Pick<Exchange, 'came' | 'fault'>): void {
    clearTimeout(this.timer);
    this.settle({ sent: this.sent, ...result, milliseconds: performance.now() - this.since });
  }

  private lateness(): Fault {
    const within = `within ${this.limits.timeout} ms`;
    if (!this.isConnected) return { kind: 'unreachable', message: `no connection ${within}` };
    const what = this.arrived === 0 ? 'no answer' : `no complete answer (${this.arrived} bytes of it)`;
    return { kind: 'timeout', message: `${what} ${within}` };
  }
}
