import { Counter, Gauge, type Registry } from 'prom-client';
import type { StockStatus } from '../cards/stock.js';
import type { Observer } from '../engine/events.js';
import type { ErrorName } from '../loyalty-api/errors.js';

/** What the background did about a doubtful number. */
export type Settlement = 'issued' | 'free' | 'undecided' | 'failed';

/** Why somebody got no number. */
const failures = ['noFreeCards', 'cardNotReserved', 'cardAlreadyIssued', 'cardsUnavailable'] as const;

/** The metrics of card numbers. All counters begin at 0, so that the first time shows as one more. */
export class CardMetrics {
  readonly observer: Observer;
  private readonly settlements: Counter<'outcome'>;

  /** @param status asked whenever metrics are scraped; while it fails, or gives nothing, there are no figures of the stock */
  constructor(registry: Registry, status: () => Promise<StockStatus | undefined>) {
    const registers = [registry];
    new Gauge({
      name: 'loyalty_gw_cards',
      help: 'Card numbers in the store, by state.',
      labelNames: ['state'],
      registers,
      async collect() {
        this.reset();
        const counts = await status().catch(() => undefined);
        for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
      },
    });
    const counter = <L extends string>(name: string, help: string, label: L, values: readonly string[]) => {
      const made = new Counter({ name, help, labelNames: [label], registers });
      for (const value of values) made.labels(value).inc(0);
      return made;
    };
    const reservations = new Counter({
      name: 'loyalty_gw_card_reservations_total',
      help: 'Card numbers that were reserved.',
      registers,
    });
    const claims = counter(
      'loyalty_gw_card_claims_total',
      'Claims of card numbers, by how they began.',
      'outcome',
      ['granted', 'repeated', 'busy', 'doubtful'],
    );
    const ends = counter(
      'loyalty_gw_card_claim_ends_total',
      'Claims of card numbers, by how they ended; untold: the store could not be told in time.',
      'outcome',
      ['issued', 'refused', 'doubtful', 'untold'],
    );
    const failed = counter(
      'loyalty_gw_card_failures_total',
      'Operations that failed for want of a card number.',
      'error',
      failures,
    );
    this.settlements = counter(
      'loyalty_gw_card_settlements_total',
      'Doubtful card numbers that were looked at in the background, by what came of it.',
      'outcome',
      ['issued', 'free', 'undecided', 'failed'] satisfies readonly Settlement[],
    );
    this.observer = event => {
      if (event.type === 'failure') {
        if (isWanting(event.failure.error)) failed.inc({ error: event.failure.error });
        return;
      }
      if (event.type !== 'card') return;
      switch (event.what) {
        case 'reserved':
          return reservations.inc();
        case 'claimed':
          return claims.inc({ outcome: 'granted' });
        case 'repeated':
          return claims.inc({ outcome: 'repeated' });
        case 'waiting':
          return claims.inc({ outcome: 'busy' });
        case 'doubtful':
          return claims.inc({ outcome: 'doubtful' });
        case 'finished':
          return ends.inc({ outcome: event.outcome });
        case 'finishFailed':
          return ends.inc({ outcome: 'untold' });
      }
    };
  }

  settled(as: Settlement): void {
    this.settlements.inc({ outcome: as });
  }
}

function isWanting(error: ErrorName): error is (typeof failures)[number] {
  return (failures as readonly string[]).includes(error);
}
