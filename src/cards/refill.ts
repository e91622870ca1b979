import type { Query } from './database.js';
import { readMeta, writeMeta } from './meta.js';
import type { Series } from './series.js';
import type { Store } from './store.js';

/** How far a store has got with its series. */
export interface SeriesState {
  readonly id: string;
  readonly size: number;
  /** The place of the first number that has no row yet. */
  readonly next: number;
}

/**
 * Puts the next numbers of a series into the store, as free ones. So all but one of some hundred reservations do not
 * wait for one another at the counter, and a process that dies takes no number along.
 *
 * @returns whether there may be free numbers now
 */
export async function refill(store: Store, query: Query, block: number): Promise<boolean> {
  const { source, database } = store;
  if (source.kind === 'pool') return false;
  const { forUpdate, skipLocked, now, rowsOf } = database.dialect;
  // Another series has followed this one where a newer config is in use already.
  const isOver = ({ id, next }: SeriesState) => id !== source.id || next >= source.size;
  // Without the lock first: when a series has come to its end, nobody needs to wait for anybody.
  if (isOver(await seriesState(query))) return false;
  const state = await seriesState(query, forUpdate);
  if (isOver(state)) return false;
  const { next } = state;
  const [filled] = await query(
    `select number from loyalty_gw_cards where state = 'free' order by number limit 1 ${skipLocked}`,
  );
  if (filled) return true;
  const end = Math.min(next + block, source.size);
  await query(
    `insert into loyalty_gw_cards (number, state, since, place)
      select value, 'free', ${now}, ${source.isScattered ? 'at + $2' : 'null'} from ${rowsOf('$1')} where true
      on conflict do nothing`,
    [JSON.stringify(numbersOf(source, next, end)), ...(source.isScattered ? [next] : [])],
  );
  await writeMeta(query, 'series', JSON.stringify({ id: source.id, size: source.size, next: end }));
  return true;
}

/** Of a store that has had no series: an id that none has. */
export async function seriesState(query: Query, forUpdate = ''): Promise<SeriesState> {
  const text = await readMeta(query, 'series', forUpdate);
  return text === undefined ? { id: '', size: 0, next: 0 } : JSON.parse(text);
}

function numbersOf(series: Series, start: number, end: number): string[] {
  return Array.from({ length: end - start }, (_, index) => series.numberAt(start + index));
}
