import type { ErrorName } from '../loyalty-api/errors.js';
import { Failure } from '../loyalty-api/failure.js';
import type { CrmEvent } from './events.js';
import {
  type StopSignal,
  type Wire,
  type WireCall,
  WireFault,
  type WireFaultKind,
  type WireLimits,
  type WireReply,
} from './wire.js';

/** What an exchange with the CRM takes from the world. */
export interface SendPorts {
  readonly wire: Wire;
  readonly clock: () => number;
  readonly ids: () => string;
  readonly signal: StopSignal;
  readonly observer: (event: CrmEvent) => void;
}

const errorOfFault: Readonly<Record<WireFaultKind, ErrorName>> = {
  refused: 'crmUnavailable',
  reset: 'crmUnavailable',
  timeout: 'crmTimeout',
  unreadable: 'crmBadReply',
  aborted: 'deadlineExceeded',
};

/**
 * Sends one call over the wire and tells of it.
 *
 * @param exchange the id by which it is told of
 * @param step whose call it is
 * @throws Failure when there is no reply
 */
export async function send(
  exchange: string,
  step: string,
  call: WireCall,
  limits: WireLimits,
  { wire, clock, signal, observer }: SendPorts,
): Promise<WireReply> {
  observer({ type: 'call', at: clock(), step, exchange, call });
  try {
    const reply = await wire.exchange(call, limits, signal);
    observer({ type: 'reply', at: clock(), step, exchange, reply });
    return reply;
  } catch (thrown) {
    if (!(thrown instanceof WireFault)) throw thrown;
    observer({ type: 'fault', at: clock(), step, exchange, fault: thrown });
    if (thrown.kind === 'aborted' && signal.reason instanceof Failure) throw signal.reason;
    throw new Failure(errorOfFault[thrown.kind], thrown.message, { cause: thrown });
  }
}
