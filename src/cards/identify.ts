import { type Database, StoreError } from './database.js';
import { readMeta, writeMeta } from './meta.js';
import { seriesState } from './refill.js';
import type { NumberSource } from './store.js';

/**
 * Sees that a store is the one that the config means: made with the same key, and of the same series.
 *
 * @throws StoreError
 */
export async function identify(database: Database, check: string, source: NumberSource): Promise<void> {
  const { lock } = database.dialect;
  await database.transaction(async query => {
    if (lock) await query(lock, ['loyalty_gw_meta']);
    const known = await readMeta(query, 'key');
    if (known === undefined) await writeMeta(query, 'key', check);
    if (known !== undefined && known !== check) {
      throw new StoreError(
        'the store of card numbers was made with another key: put that one into key of cards, for with a new one nobody who has a card is known any more; or use another database',
      );
    }
    if (source.kind === 'pool') return;
    const { id, size } = source;
    const state = await seriesState(query);
    // An id says all but where a sequential series ends, so the end may move. What has given out nothing, or all,
    // gives way to another series; numbers that both have are given out once all the same.
    const next = state.id === id ? state.next : 0;
    if (state.id !== id && state.next > 0 && state.next < state.size) {
      throw new StoreError(
        `the store of card numbers is in the middle of another series, at ${state.next} of ${state.size} numbers: put that one back into series of cards, or use another database`,
      );
    }
    await writeMeta(query, 'series', JSON.stringify({ id, size, next }));
  });
}
