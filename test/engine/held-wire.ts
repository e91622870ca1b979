import type { StopSignal, Wire, WireCall, WireLimits, WireReply } from '../../src/crm/wire.js';
import { WireFault } from '../../src/crm/wire.js';
import { recordedReply } from '../../src/testing/recorded.js';

interface Held {
  readonly call: WireCall;
  readonly signal: StopSignal;
  readonly resolve: (reply: WireReply) => void;
  readonly reject: (thrown: unknown) => void;
}

/** A wire on which calls hang until the test lets them go, so that it can see which of them are there together. */
export class HeldWire implements Wire {
  private readonly held = new Map<string, Held>();
  /** Paths of calls that were given up, in order. */
  readonly aborted: string[] = [];
  private arrived = () => {};

  exchange(call: WireCall, _: WireLimits, signal: StopSignal): Promise<WireReply> {
    const path = new URL(call.url).pathname;
    return new Promise((resolve, reject) => {
      this.held.set(path, { call, signal, resolve, reject });
      signal.addEventListener('abort', () => {
        if (this.held.delete(path)) this.aborted.push(path);
        reject(new WireFault('aborted', 'the operation was given up'));
      });
      this.arrived();
    });
  }

  /** Waits until exactly these calls hang, and no other comes while the event loop turns. */
  async holds(...paths: string[]): Promise<string[]> {
    while (!paths.every(path => this.held.has(path))) {
      await new Promise<void>(resolve => {
        this.arrived = resolve;
      });
    }
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    return [...this.held.keys()].sort();
  }

  reply(path: string, body: unknown = {}, status = 200): void {
    this.take(path).resolve(recordedReply({ status, headers: {}, body }));
  }

  fail(path: string, thrown: unknown): void {
    this.take(path).reject(thrown);
  }

  private take(path: string): Held {
    const held = this.held.get(path);
    if (!held) throw new Error(`no call hangs at ${path}`);
    this.held.delete(path);
    return held;
  }
}
