import type { Database, Dialect, Query } from './database.js';
import { keyedPlace } from './digest.js';
import type { NumberSource } from './store.js';

/** So many at a time: whoever reserves meanwhile does not wait long. */
const AT_ONCE = 5_000;

/** Of a place, which has 48 bits. */
const DIGITS = 15;

/**
 * Scatters what else is free in the store of a scattered series: numbers that a release without places has put there,
 * and what a pool or another series has left behind. They come before those of the series.
 */
export async function placeOthers(database: Database, key: string, source: NumberSource): Promise<void> {
  if (source.kind === 'pool' || !source.isScattered) return;
  let last: string | undefined = '';
  while (last !== undefined) {
    const after: string = last;
    last = await database.transaction(query => placeSome(query, database.dialect, key, after));
  }
}

/** @returns the last number that now has a place, if there may be more */
async function placeSome(
  query: Query,
  { skipLocked, rowsOf }: Dialect,
  key: string,
  after: string,
): Promise<string | undefined> {
  const rows = await query(
    `select number from loyalty_gw_cards where state = 'free' and place is null and number > $1
      order by number limit ${AT_ONCE} ${skipLocked}`,
    [after],
  );
  const numbers = rows.map(row => String(row.number));
  // Both in one text: to find the one by the other in a second list took minutes.
  const placed = numbers.map(number => `${String(keyedPlace(key, number)).padStart(DIGITS, '0')}${number}`);
  await query(
    `update loyalty_gw_cards set place = -1 - cast(substr(value, 1, ${DIGITS}) as bigint)
      from ${rowsOf('$1')} where number = substr(value, ${DIGITS + 1})`,
    [JSON.stringify(placed)],
  );
  return rows.length < AT_ONCE ? undefined : numbers.at(-1);
}
