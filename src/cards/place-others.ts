import type { Database } from './database.js';
import { keyedPlace } from './digest.js';
import type { NumberSource } from './store.js';

/** So many at a time: whoever reserves meanwhile does not wait long. */
const AT_ONCE = 5_000;

/**
 * Scatters what else is free in the store of a scattered series: numbers that a release without places has put there,
 * and what a pool or another series has left behind. They come before those of the series.
 */
export async function placeOthers(database: Database, key: string, source: NumberSource): Promise<void> {
  if (source.kind === 'pool' || !source.isScattered) return;
  const { skipLocked, rowsOf } = database.dialect;
  for (let count = AT_ONCE; count === AT_ONCE; ) {
    count = await database.transaction(async query => {
      const rows = await query(
        `select number from loyalty_gw_cards where state = 'free' and place is null
          order by number limit ${AT_ONCE} ${skipLocked}`,
      );
      if (rows.length === 0) return 0;
      const numbers = rows.map(row => String(row.number));
      const places = numbers.map(number => String(-1 - keyedPlace(key, number)));
      await query(
        `update loyalty_gw_cards set place = cast(places.value as bigint)
          from ${rowsOf('$1', 'numbers')} join ${rowsOf('$2', 'places')} on places.at = numbers.at
          where number = numbers.value`,
        [JSON.stringify(numbers), JSON.stringify(places)],
      );
      return rows.length;
    });
  }
}
