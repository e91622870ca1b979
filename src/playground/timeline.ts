import type { EngineEvent } from '../engine/events.js';
import { LOGIN } from '../mapping/names.js';

/** From when to when, in milliseconds since the run began. */
export interface Span {
  readonly start: number;
  readonly end?: number;
}

/** When the steps and the exchanges of one run began and ended. */
export class Timeline {
  private began: number | undefined;
  private last = 0;
  private readonly steps = new Map<string, Span>();
  private readonly exchanges = new Map<string, Span>();
  private readonly pauses = new Map<string, number>();

  observe(event: EngineEvent): void {
    this.began ??= event.at;
    const at = event.at - this.began;
    this.last = Math.max(this.last, at);
    switch (event.type) {
      case 'step':
      case 'skip':
        this.steps.set(event.step, { start: at });
        break;
      case 'value':
      case 'tolerated':
        this.endStep(event.step, at);
        break;
      case 'call':
        this.exchanges.set(event.exchange, { start: at });
        // Of a login no step event tells.
        if (!this.steps.has(event.step)) this.steps.set(event.step, { start: at });
        break;
      case 'reply':
      case 'fault':
        this.endExchange(event.exchange, at);
        if (event.step === LOGIN) this.endStep(event.step, at);
        break;
      case 'retry':
        this.pauses.set(event.exchange, event.pause);
        break;
    }
  }

  get duration(): number {
    return this.last;
  }

  /** A step that only decides ends when it begins; one that failed with the last of its exchanges. */
  ofStep(step: string, exchanges: readonly string[]): Span | undefined {
    const span = this.steps.get(step);
    if (!span || span.end !== undefined) return span;
    const ends = exchanges.map(id => this.exchanges.get(id)?.end ?? this.last);
    return { ...span, end: Math.max(span.start, ...ends) };
  }

  ofExchange(id: string): Span {
    return this.exchanges.get(id) ?? { start: 0 };
  }

  /** After how long it was made again. */
  pauseAfter(id: string): number | undefined {
    return this.pauses.get(id);
  }

  private endStep(step: string, at: number): void {
    const span = this.steps.get(step);
    if (span) this.steps.set(step, { ...span, end: at });
  }

  private endExchange(id: string, at: number): void {
    const span = this.exchanges.get(id);
    if (span) this.exchanges.set(id, { ...span, end: at });
  }
}
