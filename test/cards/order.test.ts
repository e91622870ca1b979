import { expect, it } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import { type Series, type SeriesRule, seriesOf } from '../../src/cards/series.js';
import { describeStores, hour, importAll, numbers } from './stores.js';

const key = 'a key of the tests';

function series(rule: Partial<SeriesRule> = {}): Series {
  const whole: SeriesRule = {
    prefix: '29',
    length: 13,
    first: 1,
    last: 1_200,
    checkDigit: 'EAN-13',
    order: 'scattered',
  };
  return seriesOf({ ...whole, ...rule }, key);
}

/** The numbers of a series as its places are. */
function inPlaces(source: Series, count = source.size): string[] {
  return Array.from({ length: count }, (_, place) => source.numberAt(place));
}

async function reserved(keeper: CardKeeper, count: number): Promise<string[]> {
  const given: string[] = [];
  while (given.length < count) given.push(await keeper.reserve(undefined));
  return given;
}

describeStores('the order in which numbers are given out', stores => {
  it('is that of the key in a scattered series, beyond what is put into the store at once', {
    tags: ['slow'],
  }, async () => {
    const source = series();
    const keeper = await stores.open({ source });
    expect(await reserved(keeper, 1_200)).toEqual(inPlaces(source));
    await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
  });

  it('is the same whoever gives them out, and for whom', async () => {
    const source = series();
    const database = await stores.empty();
    const given: string[] = [];
    for (let count = 0; count < 3; count++) {
      const keeper = await stores.open({ database, source });
      given.push(await keeper.reserve(undefined), await keeper.reserve(`+7962048010${count}`));
    }
    expect(given).toEqual(inPlaces(source, 6));
  });

  it('counts up in a sequential series', { tags: ['slow'] }, async () => {
    const source = series({ order: 'sequential' });
    expect(await reserved(await stores.open({ source }), 1_200)).toEqual(inPlaces(source).sort());
  });

  it('takes for an export those that come next', async () => {
    const source = series();
    const keeper = await stores.open({ source });
    await keeper.reserve(undefined);
    const all = inPlaces(source);
    expect(await keeper.reserveForExport(700)).toEqual(all.slice(1, 701).sort());
    expect(await keeper.reserve(undefined)).toBe(all[701]);
  });

  it('has what is free again once more, and what has expired after all fresh ones', async () => {
    const source = series({ last: 6 });
    const database = await stores.empty();
    const keeper = await stores.open({ database, source });
    const [first = '', second = '', ...others] = await reserved(keeper, 6);
    await keeper.release(second);
    expect(await keeper.reserve(undefined)).toBe(second);
    await stores.age(database, hour);
    await keeper.release(first);
    expect((await reserved(keeper, 6)).sort()).toEqual([first, second, ...others].sort());
    await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
  });

  it('is scattered for what a release without places has put into the store', async () => {
    const source = series({ last: 40 });
    const database = await stores.empty();
    const keeper = await stores.open({ database, source });
    const first = await keeper.reserve(undefined);
    for (const statement of [
      'drop index loyalty_gw_cards_place',
      'alter table loyalty_gw_cards drop column place',
      'delete from loyalty_gw_migrations where version = 2',
    ])
      await stores.sql(database, statement);
    const later = await stores.open({ database, source });
    const given = await reserved(later, 39);
    expect([first, ...given].sort()).toEqual(inPlaces(source).sort());
    expect(given).not.toEqual([...given].sort());
    // By the key, so that it is no accident.
    const neighbours = given.filter(
      (number, index) => Math.abs(Number(number) - Number(given[index - 1])) <= 10,
    );
    expect(neighbours.length).toBeLessThan(20);
  });

  it('is scattered also for what a pool has left to a series, and numbers that come without a place are taken', async () => {
    const database = await stores.empty();
    const pool = await stores.open({ database });
    await importAll(pool, numbers(5, 4_000));
    const source = series({ last: 3 });
    const keeper = await stores.open({ database, source });
    // By a release without places, beside this one.
    await stores.sql(
      database,
      `insert into loyalty_gw_cards (number, state, since) values ('3999', 'free', 1)`,
    );
    const given = await reserved(keeper, 9);
    expect([...given.slice(0, 5)].sort()).toEqual(numbers(5, 4_000));
    expect(given.slice(0, 5)).not.toEqual(numbers(5, 4_000));
    expect(given.slice(5)).toEqual(['3999', ...inPlaces(source)]);
  });

  it('is that of the numbers in a pool, also after a series', async () => {
    const database = await stores.empty();
    const source = series({ last: 3 });
    const before = await stores.open({ database, source });
    await before.release(await before.reserve(undefined));
    const keeper = await stores.open({ database });
    await importAll(keeper, numbers(3).reverse());
    expect(await reserved(keeper, 6)).toEqual([...numbers(3), ...inPlaces(source)].sort());
  });
});
