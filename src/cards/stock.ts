import type { Row } from './database.js';
import { seriesState } from './refill.js';
import type { Series } from './series.js';
import { isDoubtful } from './states.js';
import type { Store } from './store.js';

/** The state of a number as of now. `reserved` without an end, too. */
export type CardState = 'free' | 'reserved' | 'expired' | 'issuing' | 'issued' | 'doubtful';

export interface StoredCard {
  readonly number: string;
  readonly state: CardState;
  /** When it came into its state: milliseconds since 1970. */
  readonly since: number;
  /** When the reservation or the lease of the claim ends or ended; none: it is reserved without an end, or neither. */
  readonly until?: number;
  /** How often the CRM was asked in vain whose it is. */
  readonly looks: number;
}

/** How many numbers are in each state. Of a series, those are free, too, that were never given out. */
export type StockStatus = Readonly<Record<CardState, number>>;

/** Which numbers `list` tells. */
export interface CardFilter {
  readonly state?: CardState;
  /** Only numbers after this one. */
  readonly after?: string;
  readonly limit: number;
}

/** What each state is, as a condition. So that the indexes of each are used. */
function conditions(now: string): Record<CardState, string> {
  return {
    free: `state = 'free'`,
    reserved: `state = 'reserved' and (reserved_until is null or reserved_until > ${now})`,
    expired: `state = 'reserved' and reserved_until <= ${now}`,
    issuing: `state = 'issuing' and due > ${now}`,
    issued: `state = 'issued'`,
    doubtful: isDoubtful(now),
  };
}

export async function status(store: Store): Promise<StockStatus> {
  const { database, source } = store;
  const { now } = database.dialect;
  const series = source.kind === 'series' ? source : undefined;
  const isOfSeries = series ? 'number between $1 and $2 and length(number) = length($1)' : 'false';
  const counted = Object.entries({ ...conditions(now), of_series: isOfSeries });
  // Not by group: SQLite sorts all rows for that, in memory, which took 270 MiB for four million.
  const [row] = await database.read(
    `select ${counted.map(([name, is]) => `count(case when ${is} then 1 end) as ${name}`).join(', ')}
      from loyalty_gw_cards`,
    series ? [series.lowest, series.highest] : [],
  );
  const { of_series, ...counts } = row as Record<CardState | 'of_series', number>;
  return series ? { ...counts, free: counts.free + (await leftOf(series, store, of_series)) } : counts;
}

/**
 * The numbers of a series that are not in the store. How far it has got would not tell: an earlier series, or a pool,
 * may have had some of those that come. One of them that ends in another check digit is taken for one of the series;
 * then there are more left than this says.
 */
async function leftOf(series: Series, { database }: Store, known: number): Promise<number> {
  const { id } = await seriesState((sql, given) => database.read(sql, given));
  // A newer config has another one: of this nothing comes any more.
  if (id !== series.id) return 0;
  return Math.max(0, series.size - known);
}

export async function list(store: Store, { state, after = '', limit }: CardFilter): Promise<StoredCard[]> {
  const { now } = store.database.dialect;
  const condition = state ? `and ${conditions(now)[state]}` : '';
  const rows = await store.database.read(
    `select ${columns(now)} from loyalty_gw_cards where number > $1 ${condition} order by number limit $2`,
    [after, limit],
  );
  return rows.map(storedCard);
}

export async function find(store: Store, number: string): Promise<StoredCard | undefined> {
  const { now } = store.database.dialect;
  const [row] = await store.database.read(`select ${columns(now)} from loyalty_gw_cards where number = $1`, [
    number,
  ]);
  return row && storedCard(row);
}

/** The numbers that are reserved without an end, in their order. */
export async function* exported(store: Store): AsyncGenerator<readonly string[]> {
  for (let last: string | undefined = ''; last !== undefined; ) {
    const rows = await store.database.read(
      `select number from loyalty_gw_cards
        where state = 'reserved' and reserved_until is null and number > $1 order by number limit 10000`,
      [last],
    );
    const numbers = rows.map(row => String(row.number));
    if (numbers.length > 0) yield numbers;
    last = numbers.at(-1);
  }
}

function columns(now: string): string {
  return `number, ${stateNow(now)} as state, since, reserved_until, due, looks`;
}

function stateNow(now: string): string {
  const { expired, doubtful } = conditions(now);
  return `case when ${expired} then 'expired' when ${doubtful} then 'doubtful' else state end`;
}

function storedCard({ number, state, since, reserved_until, due, looks }: Row): StoredCard {
  const until = { reserved: reserved_until, expired: reserved_until, issuing: due }[String(state)];
  return {
    number: String(number),
    state: state as CardState,
    since: Number(since),
    ...(typeof until === 'number' && { until }),
    looks: Number(looks),
  };
}
