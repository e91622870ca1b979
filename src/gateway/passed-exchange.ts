import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { failedBy } from '../crm/network-fault.js';
import { Collected } from '../crm/reply.js';
import {
  type StopSignal,
  type WireCall,
  WireFault,
  type WireFaultKind,
  type WireLimits,
  type WireReply,
} from '../crm/wire.js';
import { Failure } from '../loyalty-api/failure.js';
import { bodyOf, feed, PassedRequest } from './passed-request.js';

/** A request of Koshelek that is still there. */
export interface Live {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether the operation has a body. */
  readonly hasBody: boolean;
}

/** What all exchanges of a process have in common. */
interface Way {
  /** Sends a request by http-proxy-middleware. */
  readonly send: (request: PassedRequest) => Promise<void>;
  /** The bytes that a body may have. */
  readonly maxBody: number;
}

/**
 * One request that is passed on, and the collector of its reply: bounded, settled once, and by whatever comes first.
 * http-proxy-middleware's own collector, `responseInterceptor`, answers 200 with a text of its own when a reply is cut,
 * waits for ever when the connection breaks in a gzip, and ends the process when what is given to it throws.
 */
export class PassedExchange {
  private passed: PassedRequest | undefined;
  private readonly reply: Collected;
  private state: 'asking' | 'reading' | 'settled' = 'asking';
  /** There is no connection yet, so nothing was written. */
  private isUnsent = true;
  private timer: NodeJS.Timeout | undefined;
  private readonly onAbort = () => this.giveUp('aborted', 'the operation was given up');
  private readonly onGone = () => this.fail(new Failure('badHttp', 'the client is gone'));

  constructor(
    private readonly live: Live,
    private readonly limits: WireLimits,
    private readonly signal: StopSignal,
    private readonly resolve: (reply: WireReply) => void,
    private readonly reject: (failed: WireFault | Failure) => void,
  ) {
    this.reply = new Collected(limits.maxReply);
  }

  begin(call: WireCall, way: Way): void {
    const { signal, live } = this;
    signal.addEventListener('abort', this.onAbort);
    live.response.once('close', this.onGone);
    if (signal.aborted) this.onAbort();
    else if (live.response.closed) this.onGone();
    else this.pass(call, way);
  }

  private pass(call: WireCall, { send, maxBody }: Way): void {
    const body = this.live.hasBody ? bodyOf(this.live.request) : undefined;
    const passed = new PassedRequest(call, body, maxBody, this);
    this.passed = passed;
    // How long the client takes for its body is no fault of the CRM.
    passed.once('end', () => this.startTimer());
    try {
      feed(passed, body, maxBody);
    } catch (thrown) {
      this.fail(Failure.from(thrown));
      return;
    }
    send(passed).then(
      // It looks away for a moment before it begins, in which it hears of nothing.
      () => this.state === 'settled' && this.stop(),
      thrown => this.fail(failedBy(thrown, true)),
    );
  }

  /** The library has made its request. Where it ends without a reply, say by another protocol, nothing else tells. */
  asked(request: ClientRequest): void {
    const { socket } = request;
    if (!socket?.connecting) this.isUnsent = false;
    else
      socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
        this.isUnsent = false;
      });
    request.once('close', () => {
      if (this.state === 'asking') this.giveUp('reset', 'the connection ended without a reply');
    });
  }

  answered(reply: IncomingMessage): void {
    // Node tells so that it is cut.
    reply.on('error', error => this.failed(error));
    if (this.state !== 'asking') {
      reply.destroy();
      return;
    }
    this.state = 'reading';
    this.reply.begin(reply.statusCode ?? 0, reply.headers);
    reply.on('data', (chunk: Buffer) => this.collect(chunk));
    reply.once('end', () => this.complete());
  }

  /** The library could not send the request, or its connection broke. */
  failed(error: Error): void {
    this.fail(failedBy(error, this.isUnsent));
  }

  fail(failed: WireFault | Failure): void {
    if (this.state === 'settled') return;
    this.settle();
    this.reject(failed);
    this.stop();
  }

  private collect(chunk: Buffer): void {
    if (this.state !== 'reading') return;
    const fault = this.reply.add(chunk);
    if (fault) this.fail(fault);
  }

  private complete(): void {
    if (this.state !== 'reading') return;
    const reply = this.reply.whole();
    if (reply instanceof WireFault) this.fail(reply);
    else
      Promise.resolve(reply).then(
        whole => this.deliver(whole),
        (fault: WireFault) => this.fail(fault),
      );
  }

  private deliver(reply: WireReply): void {
    if (this.state === 'settled') return;
    this.settle();
    this.resolve(reply);
    // The CRM has said its word without the rest of the body.
    if (!this.passed?.readableEnded) this.stop();
  }

  private startTimer(): void {
    if (this.state === 'settled') return;
    const { timeout } = this.limits;
    this.timer = setTimeout(() => this.giveUp('timeout', `no complete reply within ${timeout} ms`), timeout);
  }

  private giveUp(kind: WireFaultKind, message: string): void {
    this.fail(new WireFault(kind, message));
  }

  private settle(): void {
    this.state = 'settled';
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.onAbort);
    this.live.response.off('close', this.onGone);
  }

  /** Ends the request to the CRM, without an end of its body, and lets the client say the rest to nobody. */
  private stop(): void {
    // What the library listens for.
    this.passed?.emit('aborted');
    this.passed?.destroy();
    // At once: later, when its pipe ends by itself, that would hold it up again.
    this.live.request.unpipe().resume();
  }
}
