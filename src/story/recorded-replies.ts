import { ReplayWire } from '../crm/replay-wire.js';
import type { WireCall, WireFault, WireReply } from '../crm/wire.js';
import type { EngineEvent } from '../engine/events.js';

/** What stands for the CRM in a run: a reply or a fault, and what the person called it. */
export interface Recorded {
  readonly outcome: WireReply | WireFault;
  readonly label: string;
}

/** Ends a run at a call for which no reply was given. */
export class NoReplyGiven extends Error {
  override readonly name = 'NoReplyGiven';
  constructor(readonly step: string) {
    super(`no reply was given for the step ${step}`);
  }
}

/** What answers a call for which nothing was given. */
export interface Otherwise {
  replyTo(call: WireCall): Recorded;
}

/** The replies that a person gave, by step. */
export class RecordedReplies {
  readonly wire = new ReplayWire(call => this.replyTo(call));
  private readonly byStep: ReadonlyMap<string, Recorded[]>;
  private readonly callers = new Map<WireCall, { step: string; exchange: string }>();
  private readonly labels = new Map<string, string>();

  /** Of several for a step each is good for one call, and the last one for all that follow. */
  constructor(
    byStep: Readonly<Record<string, readonly Recorded[]>>,
    private readonly otherwise?: Otherwise,
  ) {
    this.byStep = new Map(Object.entries(byStep).map(([step, replies]) => [step, [...replies]]));
  }

  /** The wire sees calls only; which step makes one is told by the event before it. */
  observe(event: EngineEvent): void {
    if (event.type === 'call') this.callers.set(event.call, { step: event.step, exchange: event.exchange });
  }

  /** How the reply of an exchange was given. */
  labelOf(exchange: string): string | undefined {
    return this.labels.get(exchange);
  }

  /** @throws NoReplyGiven */
  replyTo(call: WireCall): WireReply | WireFault {
    const { step, exchange } = this.callers.get(call) ?? { step: '', exchange: '' };
    const replies = this.byStep.get(step);
    const given = replies && replies.length > 1 ? replies.shift() : replies?.[0];
    const next = given ?? this.otherwise?.replyTo(call);
    if (!next) throw new NoReplyGiven(step);
    this.labels.set(exchange, next.label);
    return next.outcome;
  }
}
