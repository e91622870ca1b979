import type { Effect } from '../crm/effect.js';
import type { CrmEvent } from '../crm/events.js';
import type { EngineEvent } from './events.js';

/**
 * What some writes did, told by the events of their exchanges: each attempt counts for itself, for the first may be
 * done although the second was refused. An exchange that was begun and of which nothing more is told may be done.
 */
export class WriteEffects {
  private readonly byExchange = new Map<string, Effect>();

  observe(event: EngineEvent): void {
    if (event.type === 'call') this.byExchange.set(event.exchange, 'unknown');
    else if (event.type === 'verdict') this.byExchange.set(event.exchange, event.effect ?? 'unknown');
    else if (event.type === 'fault') this.byExchange.set(event.exchange, effectOfFault(event));
  }

  /** Something was written, and of nothing it is unknown or refused. */
  get areDone(): boolean {
    const all = this.all();
    return all.includes('done') && all.every(effect => effect === 'done' || effect === 'none');
  }

  /** Something was written, or may have been. */
  get maybeDone(): boolean {
    return this.all().some(effect => effect === 'done' || effect === 'unknown');
  }

  private all(): Effect[] {
    return [...this.byExchange.values()];
  }
}

function effectOfFault({ fault }: Extract<CrmEvent, { type: 'fault' }>): Effect {
  return fault.kind === 'refused' ? 'none' : 'unknown';
}
