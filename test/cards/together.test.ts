import { expect, it } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import { seriesOf } from '../../src/cards/series.js';
import { chunksOf, describeStores, hour, importAll, numbers } from './stores.js';

const lease = 60_000;

describeStores('several keepers at one database', stores => {
  /** As many as processes would be. */
  async function several(count: number, settings: Parameters<typeof stores.open>[0] = {}) {
    const database = await stores.empty();
    const keepers = await Promise.all(
      Array.from({ length: count }, () => stores.open({ ...settings, database })),
    );
    return { database, keepers };
  }

  /** Does `count` things, eight at a time with each keeper. */
  async function spread<T>(
    keepers: readonly CardKeeper[],
    count: number,
    work: (keeper: CardKeeper) => Promise<T>,
  ) {
    const outcomes: PromiseSettledResult<T>[] = [];
    let begun = 0;
    const loop = async (keeper: CardKeeper) => {
      while (begun++ < count) outcomes.push(...(await Promise.allSettled([work(keeper)])));
    };
    await Promise.all(keepers.flatMap(keeper => Array.from({ length: 8 }, () => loop(keeper))));
    return outcomes;
  }

  const given = (outcomes: readonly PromiseSettledResult<string>[]) =>
    outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []));

  it('give no number out twice, and all of them', async () => {
    const { keepers } = await several(4);
    await importAll(keepers[0] as CardKeeper, numbers(100));
    const outcomes = await spread(keepers, 120, keeper => keeper.reserve(undefined));
    expect(given(outcomes).sort()).toEqual(numbers(100));
    const refused = outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason.error] : [],
    );
    expect(new Set(refused)).toEqual(new Set(['noFreeCards']));
  });

  it('give no expired number out twice', async () => {
    const { database, keepers } = await several(4);
    await importAll(keepers[0] as CardKeeper, numbers(50));
    await spread(keepers, 50, keeper => keeper.reserve(undefined));
    await stores.age(database, hour);
    const again = given(await spread(keepers, 60, keeper => keeper.reserve(undefined)));
    expect(again.sort()).toEqual(numbers(50));
  });

  it('give no number of a series out twice, and all of them', { tags: ['slow'] }, async () => {
    const source = seriesOf(
      { prefix: '29', length: 13, first: 1, last: 1200, checkDigit: 'EAN-13', order: 'scattered' },
      'a key of the tests',
    );
    const { keepers } = await several(3, { source });
    const outcomes = await spread(keepers, 1200, keeper => keeper.reserve(undefined));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(new Set(given(outcomes)).size).toBe(1200);
    await expect(keepers[0]?.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
    expect(await keepers[0]?.status()).toMatchObject({ free: 0, reserved: 1200 });
  });

  it('reserve one number for one person', async () => {
    const { keepers } = await several(4);
    await importAll(keepers[0] as CardKeeper, numbers(50));
    const same = given(await spread(keepers, 40, keeper => keeper.reserve('+79620480100')));
    expect(same).toHaveLength(40);
    expect(new Set(same).size).toBe(1);
  });

  it('let one of many claim a number', async () => {
    const { keepers } = await several(4);
    const [keeper] = keepers as [CardKeeper];
    await importAll(keeper, numbers(1));
    const number = await keeper.reserve(undefined);
    let person = 79_620_480_100;
    const outcomes = await spread(keepers, 40, each => each.claim(number, `+${person++}`, lease));
    const granted = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(granted).toHaveLength(1);
    const reasons = outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason.error] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['cardAlreadyIssued']));
  });

  it('let one of two imports have the numbers that are in both', async () => {
    const { keepers } = await several(2);
    const imported = await Promise.all(
      keepers.map(keeper => keeper.import(chunksOf(numbers(300)), { skipKnown: false })),
    );
    imported.sort((one, other) => one.imported - other.imported);
    expect(imported).toMatchObject([
      { imported: 0, knownCount: 300, known: numbers(20) },
      { imported: 300, knownCount: 0 },
    ]);
    expect(await keepers[0]?.status()).toMatchObject({ free: 300 });
  });

  it('import each number once, when several bring it and pass over what is known', async () => {
    const { keepers } = await several(3);
    const imported = await Promise.all(
      keepers.map((keeper, index) =>
        keeper.import(chunksOf(numbers(3_000, 2_900_000_000_000 + 1_000 * index)), { skipKnown: true }),
      ),
    );
    expect(imported.map(({ imported: fresh, knownCount }) => fresh + knownCount)).toEqual([
      3_000, 3_000, 3_000,
    ]);
    expect(imported.reduce((sum, { imported: fresh }) => sum + fresh, 0)).toBe(5_000);
    expect(await keepers[0]?.status()).toMatchObject({ free: 5_000 });
  });

  it('reserve while another imports', async () => {
    const { keepers } = await several(2);
    const [one, other] = keepers as [CardKeeper, CardKeeper];
    await importAll(one, numbers(5));
    const slowly = async function* () {
      yield numbers(1000, 3_000_000_000_000);
      // Would wait for ever if the import kept others out.
      expect(await one.reserve(undefined)).toBe(numbers(1)[0]);
      expect(await one.status()).toMatchObject({ free: 4 });
      yield numbers(1000, 3_000_000_001_000);
    };
    expect(await other.import(slowly(), { skipKnown: false })).toMatchObject({ imported: 2000 });
    expect(await one.status()).toMatchObject({ free: 2004 });
  });

  it('make the tables once, when all start at the same time', async () => {
    const { database } = await several(8);
    const versions = await stores.sql(database, 'select version from loyalty_gw_migrations order by version');
    expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
  });
});
