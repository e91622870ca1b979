import { type Query, StoreError } from './database.js';
import type { Store } from './store.js';

export interface Imported {
  readonly imported: number;
  /** Those that the store knew before, or that came twice: the first 20. */
  readonly known: readonly string[];
  readonly knownCount: number;
}

const shown = 20;

/**
 * Puts numbers into the store, as free ones; all or none.
 *
 * @param options.skipKnown without, a number that is known already lets all be rolled back
 */
export async function importNumbers(
  store: Store,
  chunks: AsyncIterable<readonly string[]>,
  options: { readonly skipKnown: boolean },
): Promise<Imported> {
  if (store.source.kind === 'series') {
    throw new StoreError(
      'the config has a series, whose numbers are computed; only a pool takes imported ones',
    );
  }
  const counted = new Counted();
  const work = async (query: Query) => {
    for await (const numbers of chunks) counted.add(numbers, await insert(store, query, numbers));
    if (counted.knownCount > 0 && !options.skipKnown) throw counted;
  };
  try {
    await store.database.transaction(work, { once: true, patient: true });
    return counted.result(counted.imported);
  } catch (thrown) {
    if (thrown !== counted) throw thrown;
    return counted.result(0);
  }
}

/** Returns those that were new. */
async function insert(store: Store, query: Query, numbers: readonly string[]): Promise<Set<string>> {
  const { now, rowsOf } = store.database.dialect;
  const rows = await query(
    `insert into loyalty_gw_cards (number, state, since)
      select value, 'free', ${now} from ${rowsOf('$1')} where true on conflict do nothing returning number`,
    [JSON.stringify(numbers)],
  );
  return new Set(rows.map(row => String(row.number)));
}

class Counted {
  imported = 0;
  knownCount = 0;
  readonly known: string[] = [];

  add(numbers: readonly string[], fresh: Set<string>): void {
    this.imported += fresh.size;
    for (const number of numbers) {
      // The second of two equal ones in a chunk is known by the first.
      if (fresh.delete(number)) continue;
      this.knownCount += 1;
      if (this.known.length < shown) this.known.push(number);
    }
  }

  result(imported: number): Imported {
    return { imported, known: this.known, knownCount: this.knownCount };
  }
}
