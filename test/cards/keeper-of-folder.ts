import { join } from 'node:path';
import { type CardKeeper, type KeeperSettings, openKeeper } from '../../src/cards/keeper.js';

/** What a keeper of a pool is opened with. */
export function poolIn(database: string): KeeperSettings {
  return {
    database,
    key: 'a key of the tests',
    reservation: 3_600_000,
    barcodeType: 'EAN_13',
    source: { kind: 'pool' },
  };
}

/** Does something with the store of a pool that a config in a folder has, beside whatever else uses it. */
export async function withKeeper<T>(
  folder: string,
  key: string,
  work: (keeper: CardKeeper) => Promise<T>,
): Promise<T> {
  const keeper = await openKeeper({ ...poolIn(join(folder, 'cards.db')), key });
  try {
    return await work(keeper);
  } finally {
    await keeper.close();
  }
}
