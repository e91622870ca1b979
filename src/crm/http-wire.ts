import { Agent, type Dispatcher } from 'undici';
import type { Failure } from '../loyalty-api/failure.js';
import { USUAL_LIMITS } from '../mapping/compile-limits.js';
import type { Crm } from '../mapping/mapping.js';
import { OFFERED_CODINGS } from './inflate.js';
import { failedBy } from './network-fault.js';
import { Collected } from './reply.js';
import { contextOf } from './secure-context.js';
import {
  type StopSignal,
  type Wire,
  type WireCall,
  WireFault,
  type WireFaultKind,
  type WireLimits,
  type WireReply,
} from './wire.js';

/** The wire of `serve`: HTTP over connections that are kept alive and bounded. Redirects are not followed. */
export class HttpWire implements Wire {
  private readonly agent: Agent;

  /**
   * As many connections as calls may run at the same time, and one for a login, which is not counted among them: so
   * that no call waits inside of undici, where nobody counts it.
   *
   * @param tls a private CA and a client certificate, for all addresses that are called
   */
  constructor({ tls, limits }: Pick<Crm, 'tls' | 'limits'> = { tls: undefined, limits: USUAL_LIMITS }) {
    this.agent = new Agent({
      connections: limits.concurrency + 1,
      pipelining: 1,
      connect: { timeout: 3_000, ...(tls && { secureContext: contextOf(tls) }) },
      keepAliveTimeout: 30_000,
      // Times are kept by this class, whole replies and not single parts of them.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  exchange(call: WireCall, limits: WireLimits, signal: StopSignal): Promise<WireReply> {
    const pathStart = call.url.indexOf('/', call.url.indexOf('//') + 2);
    return new Promise((resolve, reject) => {
      // dispatch with a handler of our own serves 1.3 times the requests of undici's promise-returning request().
      this.agent.dispatch(
        {
          origin: call.url.slice(0, pathStart),
          path: call.url.slice(pathStart),
          method: call.method as Dispatcher.HttpMethod,
          headers: { ...call.headers, 'accept-encoding': OFFERED_CODINGS },
          body: call.body,
        },
        new ReplyCollector(limits, signal, resolve, reject),
      );
    });
  }

  /** Ends all connections; exchanges that run are cut. */
  close(): Promise<void> {
    return this.agent.destroy();
  }
}

class ReplyCollector implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private readonly reply: Collected;
  private isSettled = false;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = () => this.giveUp('aborted', 'the operation was given up');

  constructor(
    limits: WireLimits,
    private readonly signal: StopSignal,
    private readonly resolve: (reply: WireReply) => void,
    private readonly reject: (failed: WireFault | Failure) => void,
  ) {
    this.reply = new Collected(limits.maxReply);
    this.timer = setTimeout(
      () => this.giveUp('timeout', `no complete reply within ${limits.timeout} ms`),
      limits.timeout,
    );
    signal.addEventListener('abort', this.onAbort);
    if (signal.aborted) this.onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isSettled) controller.abort(new Error('given up before it began'));
    this.controller = controller;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.reply.begin(status, headers);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const fault = this.reply.add(chunk);
    if (fault) this.giveUp(fault.kind, fault.message);
  }

  onResponseEnd(): void {
    const reply = this.reply.whole();
    if (reply instanceof WireFault) this.giveUp(reply.kind, reply.message);
    else if (!(reply instanceof Promise)) this.deliver(reply);
    // Its time goes on meanwhile, and whoever gives up no longer waits for what comes of it.
    else
      reply.then(
        inflated => this.deliver(inflated),
        (fault: WireFault) => this.giveUp(fault.kind, fault.message),
      );
  }

  private deliver(reply: WireReply): void {
    if (this.isSettled) return;
    this.settle();
    this.resolve(reply);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.isSettled) return;
    this.settle();
    // undici tells the handler when it begins to write the call.
    this.reject(failedBy(error, this.controller === undefined));
  }

  private settle(): void {
    this.isSettled = true;
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.onAbort);
  }

  private giveUp(kind: WireFaultKind, message: string): void {
    if (this.isSettled) return;
    this.settle();
    this.reject(new WireFault(kind, message));
    this.controller?.abort(new Error(message));
  }
}
