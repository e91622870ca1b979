import { join } from 'node:path';
import { type CardKeeper, openKeeper } from '../../src/cards/keeper.js';

/** Does something with the store of a pool that a config in a folder has, beside whatever else uses it. */
export async function withKeeper<T>(
  folder: string,
  key: string,
  work: (keeper: CardKeeper) => Promise<T>,
): Promise<T> {
  const keeper = await openKeeper({
    database: join(folder, 'cards.db'),
    key,
    reservation: 3_600_000,
    barcodeType: 'EAN_13',
    source: { kind: 'pool' },
  });
  try {
    return await work(keeper);
  } finally {
    await keeper.close();
  }
}
