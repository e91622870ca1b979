import { expect, it } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import { type Series, type SeriesRule, seriesOf } from '../../src/cards/series.js';
import { describeStores, importAll } from './stores.js';

function series(
  first: number,
  last: number,
  order: SeriesRule['order'],
  checkDigit: 'EAN-13' | 'none',
): Series {
  const rule = { prefix: '29', length: 13, first, last, checkDigit, order };
  return seriesOf(rule, 'a key of the tests');
}

const all = (source: Series) => Array.from({ length: source.size }, (_, place) => source.numberAt(place));

/** Says how many are free, and then takes them to see whether it is true. */
async function counted(keeper: CardKeeper): Promise<[said: number, taken: number]> {
  const { free } = await keeper.status();
  for (let taken = 0; ; taken++) {
    const number = await keeper.reserve(undefined).catch(error => error);
    if (typeof number === 'string') continue;
    expect(number).toMatchObject({ error: 'noFreeCards' });
    expect(await keeper.status()).toMatchObject({ free: 0 });
    return [free, taken];
  }
}

describeStores('the free numbers of a store', stores => {
  it.each([
    ['sequential', 'EAN-13'],
    ['scattered', 'EAN-13'],
    ['scattered', 'none'],
  ] as const)(
    'are those of a %s series with numbers that a pool has had (check digit: %s)',
    async (order, check) => {
      const database = await stores.empty();
      const pool = await stores.open({ database });
      const source = series(1, 99, order, check);
      // Some of the series, one of another prefix, and one of another length that is not before all of the series.
      await importAll(pool, [...all(series(60, 66, order, check)), '2800000000014', '29000000005']);
      expect(await pool.reserve(undefined)).toBe('2800000000014');
      const keeper = await stores.open({ database, source });
      expect(await counted(keeper)).toEqual([100, 100]);
    },
  );

  it('are those of a series that begins within one that is used up', async () => {
    const database = await stores.empty();
    const before = await stores.open({ database, source: series(1, 5, 'sequential', 'EAN-13') });
    expect(await counted(before)).toEqual([5, 5]);
    const keeper = await stores.open({ database, source: series(3, 9, 'sequential', 'EAN-13') });
    expect(await counted(keeper)).toEqual([4, 4]);
    // Nothing of the first comes any more.
    expect(await before.status()).toMatchObject({ free: 0 });
  });

  it('are those of a series whose end has moved', async () => {
    const database = await stores.empty();
    const from = (last: number) => stores.open({ database, source: series(1, last, 'sequential', 'none') });
    await (await from(600)).reserve(undefined);
    expect(await (await from(2_000)).status()).toMatchObject({ free: 1_999 });
    // What is in the store already is given out.
    expect(await counted(await from(300))).toEqual([499, 499]);
  });
});
