import { type CardKeeper, openKeeper } from '../cards/keeper.js';
import type { StockStatus } from '../cards/stock.js';
import type { Config } from '../config/config.js';
import { keeperSettings } from '../config/keeper-settings.js';
import type { StopSignal } from '../crm/wire.js';
import type { CardMetrics } from '../telemetry/card-metrics.js';
import type { CardsLog } from '../telemetry/cards-log.js';
import { repeatedly } from './background.js';
import { Settler } from './settler.js';
import { countedRarely } from './stock.js';
import { StockWatch } from './stock-watch.js';

/** Milliseconds beyond a reservation, when at the latest the background should have settled a number. */
const LONG = 15 * 60_000;

/** Milliseconds until it is looked again whether the mapping says who has a number. */
const UNTIL_IT_SAYS = 60_000;

/** What is done beside requests, by the mapping of the moment. */
export interface CardsBackground {
  /** Whether the mapping says how to ask the CRM who has a number. */
  verifies(): boolean;
  ownerOf(number: string, signal: StopSignal): Promise<string | undefined>;
}

/** The part of a gateway that keeps card numbers: the store, and what is done about it beside requests. */
export class GatewayCards {
  readonly status: () => Promise<StockStatus>;
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  private constructor(
    readonly keeper: CardKeeper,
    private readonly config: Cards,
  ) {
    this.status = countedRarely(() => keeper.status());
  }

  /** @throws StoreError */
  static async open(config: Cards): Promise<GatewayCards> {
    return new GatewayCards(await openKeeper(keeperSettings(config)), config);
  }

  /** Begins to settle doubtful numbers and to watch the stock. */
  begin(background: CardsBackground, log: CardsLog, metrics: CardMetrics | undefined): void {
    const { keeper, config, status, stop } = this;
    const { warnBelow = 0 } = config;
    const { signal } = stop;
    const settler = new Settler({
      cards: keeper,
      ownerOf: number => background.ownerOf(number, signal),
      signal,
      onSettled: as => {
        if (as !== 'undecided') log.settled(as);
        metrics?.settled(as);
      },
      onFailure: failure => {
        log.notSettled(failure);
        metrics?.settled('failed');
      },
    });
    const watch = new StockWatch({
      status,
      cards: keeper,
      warnBelow,
      settledWithin: config.reservation + LONG,
      onFew: free => log.few(free, warnBelow),
      onLongDoubtful: doubtful => log.longDoubtful(doubtful),
    });
    const settle = async () => (background.verifies() ? settler.look() : UNTIL_IT_SAYS);
    this.track(repeatedly(settle, signal));
    this.track(repeatedly(() => watch.look(), signal));
  }

  /** Lets the store outlive something that uses it. */
  track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    const over = () => void this.running.delete(work);
    work.then(over, over);
    return work;
  }

  /** Lets go of the store, once all that uses it is over. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.running);
    await this.keeper.close();
  }
}

type Cards = NonNullable<Config['cards']>;
