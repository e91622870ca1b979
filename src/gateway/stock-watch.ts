import type { CardKeeper } from '../cards/keeper.js';
import type { StockStatus } from '../cards/stock.js';

export interface StockWatchPorts {
  readonly status: () => Promise<StockStatus>;
  readonly cards: Pick<CardKeeper, 'list'>;
  /** Free numbers. */
  readonly warnBelow: number;
  /** Milliseconds after which a doubtful number should be settled. */
  readonly settledWithin: number;
  readonly onFew: (free: number) => void;
  /** Told how many are doubtful, when one of them is for too long. */
  readonly onLongDoubtful: (doubtful: number) => void;
}

/** Milliseconds. */
const PAUSE = 60_000;

/** Doubtful numbers that are looked at. Where there are more, somebody should look anyhow. */
const LOOKED_AT = 100;

/** Warns when free numbers run short and when doubtful ones are not settled: once each time that it comes to it. */
export class StockWatch {
  private few = false;
  private long = false;

  constructor(private readonly ports: StockWatchPorts) {}

  /** Looks once. Never fails: that the store is not there, others tell. Gives the milliseconds until the next look. */
  async look(): Promise<number> {
    const { status, warnBelow, onFew, onLongDoubtful } = this.ports;
    try {
      const { free, doubtful } = await status();
      const few = free < warnBelow;
      if (few && !this.few) onFew(free);
      this.few = few;
      const long = doubtful > 0 && (await this.isLongDoubtful());
      if (long && !this.long) onLongDoubtful(doubtful);
      this.long = long;
    } catch {}
    return PAUSE;
  }

  private async isLongDoubtful(): Promise<boolean> {
    const { cards, settledWithin } = this.ports;
    const doubtful = await cards.list({ state: 'doubtful', limit: LOOKED_AT });
    const last = Date.now() - settledWithin;
    return doubtful.length === LOOKED_AT || doubtful.some(({ since }) => since < last);
  }
}
