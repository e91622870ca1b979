import type { Verdict } from '../../crm/events.js';
import type { WireCall, WireFaultKind, WireReply } from '../../crm/wire.js';
import type { EngineEvent } from '../../engine/events.js';

/** One exchange with the CRM as it was. */
export interface RecordedExchange {
  readonly step: string;
  readonly call: WireCall;
  outcome?: { readonly reply: WireReply } | { readonly fault: WireFaultKind };
  verdict?: Verdict;
}

/** Listens to a run: what went over the wire, and the way that it took. */
export class Recorder {
  readonly secrets: string[] = [];
  private readonly byId = new Map<string, RecordedExchange>();
  private readonly ways = new Map<string, string[]>();

  observe(event: EngineEvent): void {
    switch (event.type) {
      case 'step':
        this.note(event.step, event.kind);
        break;
      case 'skip':
        this.note(event.step, 'is skipped');
        break;
      case 'value':
        this.note(event.step, event.value === undefined ? 'is absent' : 'holds something');
        break;
      case 'card':
        this.note(event.step, event.what);
        break;
      case 'tolerated':
        this.note(event.step, `lets ${event.error} pass`);
        break;
      case 'session':
        this.secrets.push(...event.session.secrets);
        break;
      case 'call':
        this.byId.set(event.exchange, { step: event.step, call: event.call });
        break;
      case 'reply':
        this.change(event.exchange, { outcome: { reply: event.reply } });
        break;
      case 'fault':
        this.change(event.exchange, { outcome: { fault: event.fault.kind } });
        break;
      case 'verdict':
        this.change(event.exchange, { verdict: event.verdict });
        this.note(event.step, `judges ${event.verdict}`);
        break;
    }
  }

  /** In the order of the calls. */
  exchanges(): RecordedExchange[] {
    return [...this.byId.values()];
  }

  /** What each step did, in its order. How often a call was made again is left to chance. */
  way(): ReadonlyMap<string, readonly string[]> {
    return new Map(
      [...this.ways].map(([step, notes]) => [step, notes.filter((note, at) => note !== notes[at - 1])]),
    );
  }

  private note(step: string, text: string): void {
    this.ways.set(step, [...(this.ways.get(step) ?? []), text]);
  }

  private change(exchange: string, part: Partial<RecordedExchange>): void {
    const before = this.byId.get(exchange);
    if (before) Object.assign(before, part);
  }
}

/** The first step that went another way, in words; `undefined` when all went the same. */
export function otherWay(one: Recorder, other: Recorder): string | undefined {
  const before = one.way();
  const now = other.way();
  for (const step of new Set([...before.keys(), ...now.keys()])) {
    const was = before.get(step)?.join(', ') ?? 'is not reached';
    const is = now.get(step)?.join(', ') ?? 'is not reached';
    if (was !== is)
      return `the step ${step} went another way: with the CRM "${was}", with invented people "${is}"`;
  }
  return undefined;
}
