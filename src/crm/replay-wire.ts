import {
  type StopSignal,
  type Wire,
  type WireCall,
  WireFault,
  type WireLimits,
  type WireReply,
} from './wire.js';

/** The wire of `dry-run` and `test`: no network; somebody else says what comes back for a call. */
export class ReplayWire implements Wire {
  /** @param replyTo gives a recorded reply or fault; what it throws ends the run */
  constructor(private readonly replyTo: (call: WireCall) => WireReply | WireFault) {}

  async exchange(call: WireCall, limits: WireLimits, signal: StopSignal): Promise<WireReply> {
    signal.throwIfAborted();
    const outcome = this.replyTo(call);
    if (outcome instanceof Error) throw outcome;
    if (outcome.body.length > limits.maxReply) {
      throw new WireFault('unreadable', `the reply is larger than ${limits.maxReply} bytes`);
    }
    return outcome;
  }
}
