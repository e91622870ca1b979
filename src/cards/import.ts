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
  const { lock } = store.database.dialect;
  const counted = new Counted();
  const refuseKnown = () => {
    if (counted.knownCount > 0 && !options.skipKnown) throw counted;
  };
  const stage = async (query: Query) => {
    if (lock) await query(lock, ['loyalty_gw_import']);
    await query(makeStaged(store));
    for await (const numbers of chunks) counted.add(numbers, await add(store, query, numbers));
    refuseKnown();
  };
  const move = async (query: Query) => {
    if (!lock) counted.takeBack(await dropKnown(query));
    refuseKnown();
    await moveStaged(store, query);
  };
  try {
    await store.database.staged(stage, move);
    return counted.result(counted.imported);
  } catch (thrown) {
    if (thrown !== counted) throw thrown;
    return counted.result(0);
  }
}

function makeStaged(store: Store): string {
  const { text, tableOptions } = store.database.dialect;
  return `create temporary table loyalty_gw_staged (number ${text} primary key) ${tableOptions}`;
}

/** Returns those that were new. */
async function add(store: Store, query: Query, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await query(
    `insert into loyalty_gw_staged (number)
      select value from ${store.database.dialect.rowsOf('$1')}
        where not exists (select 1 from loyalty_gw_cards where number = value)
      on conflict do nothing returning number`,
    [JSON.stringify(numbers)],
  );
  return new Set(rows.map(row => String(row.number)));
}

/** Without a lock another import may have brought some meanwhile. Returns them. */
async function dropKnown(query: Query): Promise<string[]> {
  const rows = await query(
    `delete from loyalty_gw_staged where number in (select number from loyalty_gw_cards) returning number`,
  );
  return rows.map(row => String(row.number));
}

async function moveStaged(store: Store, query: Query): Promise<void> {
  // In order, a million are in the file after a second; in any other they took twenty.
  await query(
    `insert into loyalty_gw_cards (number, state, since)
      select number, 'free', ${store.database.dialect.now} from loyalty_gw_staged order by number`,
  );
  await query('drop table loyalty_gw_staged');
}

class Counted {
  imported = 0;
  knownCount = 0;
  readonly known: string[] = [];

  add(numbers: readonly string[], fresh: Set<string>): void {
    this.imported += fresh.size;
    // The second of two equal ones in a chunk is known by the first.
    for (const number of numbers) if (!fresh.delete(number)) this.addKnown(number);
  }

  /** Those that were new a while ago, and are known now. */
  takeBack(numbers: readonly string[]): void {
    this.imported -= numbers.length;
    for (const number of numbers) this.addKnown(number);
  }

  private addKnown(number: string): void {
    this.knownCount += 1;
    if (this.known.length < shown) this.known.push(number);
  }

  result(imported: number): Imported {
    return { imported, known: this.known, knownCount: this.knownCount };
  }
}
