import { expect, it } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import type { Claim } from '../../src/cards/port.js';
import { chunksOf, describeStores, hour, importAll, numbers } from './stores.js';

const anna = '+79620480100';
const boris = '+79620480101';
const lease = 60_000;

async function claimed(keeper: CardKeeper, number: string, person = anna): Promise<Claim> {
  const outcome = await keeper.claim(number, person, lease);
  if (outcome.kind !== 'granted') throw new Error(`the claim is ${outcome.kind}`);
  return outcome.claim;
}

describeStores('a keeper of card numbers', stores => {
  /** A keeper of three numbers, and what they are. */
  async function three() {
    const database = await stores.empty();
    const keeper = await stores.open({ database });
    const [first = '', second = '', third = ''] = numbers(3);
    await importAll(keeper, [third, first, second]);
    return { database, keeper, first, second, third };
  }

  it('reserves each number once, and then none', async () => {
    const { keeper, first, second, third } = await three();
    expect([
      await keeper.reserve(undefined),
      await keeper.reserve(undefined),
      await keeper.reserve(undefined),
    ]).toEqual([first, second, third]);
    await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
    expect(await keeper.status()).toMatchObject({ free: 0, reserved: 3 });
  });

  it('gives an expired number out again, the longest expired first, after all fresh ones', async () => {
    const { database, keeper, first, second, third } = await three();
    await keeper.reserve(undefined);
    await stores.age(database, hour / 2);
    await keeper.reserve(undefined);
    await stores.age(database, hour);
    expect(await keeper.status()).toMatchObject({ free: 1, expired: 2 });
    expect([
      await keeper.reserve(undefined),
      await keeper.reserve(undefined),
      await keeper.reserve(undefined),
    ]).toEqual([third, first, second]);
  });

  it('reserves the same number for the same person, until it is issued and a reservation long ago', async () => {
    const { database, keeper, first, second } = await three();
    const same = async () => expect(await keeper.reserve(anna)).toBe(first);
    await same();
    await same();
    expect(await keeper.reserve(boris)).toBe(second);
    const claim = await claimed(keeper, first);
    await same();
    await keeper.finish(claim, 'doubtful');
    await same();
    await keeper.settle(claim, anna);
    await same();
    await stores.age(database, hour);
    expect(await keeper.reserve(anna)).not.toBe(first);
  });

  it('reserves nothing for whom nobody waits any more', async () => {
    const { keeper } = await three();
    const gone = AbortSignal.abort(new Error('nobody waits'));
    await expect(keeper.reserve(undefined, gone)).rejects.toThrow('nobody waits');
    await expect(keeper.reserve(anna, gone)).rejects.toThrow('nobody waits');
    expect(await keeper.status()).toMatchObject({ free: 3, reserved: 0 });
    const hers = await keeper.reserve(anna);
    // She has been told of it.
    await expect(keeper.reserve(anna, gone)).rejects.toThrow('nobody waits');
    expect(await keeper.claim(hers, anna, lease)).toMatchObject({ kind: 'granted' });
  });

  it('gives out what came too late for somebody', async () => {
    const { keeper, first, second, third } = await three();
    for (let count = 0; count < 5; count++) {
      const stop = new AbortController();
      const late = keeper.reserve(undefined, stop.signal);
      stop.abort(new Error('nobody waits'));
      await expect(late).rejects.toThrow('nobody waits');
    }
    const given = [];
    for (let count = 0; count < 3; count++) given.push(await keeper.reserve(undefined));
    expect(given.sort()).toEqual([first, second, third]);
  });

  it('lets nobody else claim what is held for a person', async () => {
    const { keeper } = await three();
    const number = await keeper.reserve(anna);
    await expect(keeper.claim(number, boris, lease)).rejects.toMatchObject({ error: 'cardNotReserved' });
    expect(await keeper.claim(number, anna, lease)).toMatchObject({ kind: 'granted' });
  });

  it('claims only what is reserved', async () => {
    const { database, keeper, second } = await three();
    const number = await keeper.reserve(undefined);
    const notReserved = { error: 'cardNotReserved' };
    await expect(keeper.claim(second, anna, lease)).rejects.toMatchObject(notReserved);
    await expect(keeper.claim('of another shop', anna, lease)).rejects.toMatchObject(notReserved);
    await stores.age(database, hour);
    await expect(keeper.claim(number, anna, lease)).rejects.toMatchObject(notReserved);
  });

  it('tells who asks again from who comes late', async () => {
    const { keeper } = await three();
    const number = await keeper.reserve(undefined);
    const claim = await claimed(keeper, number);
    expect(await keeper.claim(number, anna, lease)).toEqual({ kind: 'busy' });
    await expect(keeper.claim(number, boris, lease)).rejects.toMatchObject({ error: 'cardAlreadyIssued' });
    await keeper.finish(claim, 'issued');
    expect(await keeper.claim(number, anna, lease)).toEqual({ kind: 'repeated' });
    await expect(keeper.claim(number, boris, lease)).rejects.toMatchObject({ error: 'cardAlreadyIssued' });
  });

  it('leads nothing out of issued', async () => {
    const { database, keeper } = await three();
    const number = await keeper.reserve(anna);
    const claim = await claimed(keeper, number);
    await keeper.finish(claim, 'issued');
    await keeper.finish(claim, 'refused');
    await keeper.finish(claim, 'doubtful');
    await keeper.settle(claim, undefined, { person: anna, lease });
    await stores.age(database, 100 * hour);
    expect(await keeper.due(10)).toEqual([]);
    expect(await keeper.release(number)).toMatchObject({ state: 'issued' });
    expect(await keeper.settleByHand(number, 'free')).toMatchObject({ state: 'issued' });
  });

  it('takes a refused number back as it was reserved', async () => {
    const { database, keeper } = await three();
    const number = await keeper.reserve(anna);
    const before = await keeper.find(number);
    await keeper.finish(await claimed(keeper, number), 'refused');
    expect((await keeper.find(number))?.until).toBe(before?.until);
    await expect(keeper.claim(number, boris, lease)).rejects.toMatchObject({ error: 'cardNotReserved' });
    const claim = await claimed(keeper, number);
    await stores.age(database, hour);
    await keeper.finish(claim, 'refused');
    expect(await keeper.find(number)).toMatchObject({ state: 'expired' });
  });

  it('doubts a claim whose lease is over, whoever asks, until it is known how it ended', async () => {
    const { database, keeper } = await three();
    const number = await keeper.reserve(undefined);
    const claim = await claimed(keeper, number);
    await stores.age(database, lease);
    const doubtful = { kind: 'doubtful', doubt: claim };
    expect(await keeper.claim(number, anna, lease)).toEqual(doubtful);
    expect(await keeper.claim(number, boris, lease)).toEqual(doubtful);
    expect(await keeper.find(number)).toMatchObject({ state: 'doubtful' });
    expect(await keeper.status()).toMatchObject({ issuing: 0, doubtful: 1 });
    await keeper.finish(claim, 'issued');
    expect(await keeper.claim(number, anna, lease)).toEqual({ kind: 'repeated' });
  });

  it('issues a doubtful number to whom the CRM names', async () => {
    const { keeper } = await three();
    const number = await keeper.reserve(undefined);
    const claim = await claimed(keeper, number);
    await keeper.finish(claim, 'doubtful');
    expect(await keeper.settle(claim, boris, { person: anna, lease })).toBeUndefined();
    expect(await keeper.claim(number, boris, lease)).toEqual({ kind: 'repeated' });
    await expect(keeper.claim(number, anna, lease)).rejects.toMatchObject({ error: 'cardAlreadyIssued' });
  });

  it('lets only who claimed it try again where nobody owns a doubtful number', async () => {
    const { keeper } = await three();
    const number = await keeper.reserve(undefined);
    const claim = await claimed(keeper, number);
    await keeper.finish(claim, 'doubtful');
    expect(await keeper.settle(claim, undefined, { person: boris, lease })).toBeUndefined();
    expect(await keeper.find(number)).toMatchObject({ state: 'doubtful' });
    const again = await keeper.settle(claim, undefined, { person: anna, lease });
    expect(again).toMatchObject({ number });
    expect(again?.token).not.toBe(claim.token);
    // The first claim is over, whatever comes of it.
    await keeper.finish(claim, 'issued');
    expect(await keeper.claim(number, anna, lease)).toEqual({ kind: 'busy' });
  });

  it('frees a doubtful number that nobody owns when no call of the claim can be under way any more', async () => {
    const { database, keeper } = await three();
    const number = await keeper.reserve(anna);
    await claimed(keeper, number);
    await stores.age(database, lease + 1);
    const [doubt] = await keeper.due(10);
    expect(doubt).toMatchObject({ number });
    if (!doubt) return;
    await keeper.settle(doubt, undefined);
    expect(await keeper.find(number)).toMatchObject({ state: 'doubtful', looks: 1 });
    // Not before it can be free.
    await stores.age(database, hour / 2);
    expect(await keeper.due(10)).toEqual([]);
    await stores.age(database, hour / 2);
    expect(await keeper.due(10)).toEqual([doubt]);
    await keeper.settle(doubt, undefined);
    expect(await keeper.find(number)).toMatchObject({ state: 'free', looks: 0 });
    expect(await keeper.reserve(boris)).not.toBeUndefined();
  });

  it('tells one process at a time of a doubtful number, for a while', async () => {
    const { database, keeper } = await three();
    const other = await stores.open({ database });
    for (let count = 0; count < 3; count++) {
      await keeper.finish(await claimed(keeper, await keeper.reserve(undefined)), 'doubtful');
    }
    const told = await Promise.all([keeper.due(2), other.due(2), keeper.due(2), other.due(2)]);
    expect(new Set(told.flat().map(doubt => doubt.number)).size).toBe(3);
    expect(told.flat()).toHaveLength(3);
    await stores.age(database, 15_000);
    expect(await other.due(10)).toHaveLength(3);
  });

  it('tells of a number more and more rarely, up to once in four minutes', async () => {
    const { database, keeper } = await three();
    await keeper.finish(await claimed(keeper, await keeper.reserve(undefined)), 'doubtful');
    expect(await keeper.due(1)).toHaveLength(1);
    for (const seconds of [15, 30, 60, 120, 240, 240]) {
      await stores.age(database, (seconds - 10) * 1_000);
      expect(await keeper.due(1)).toEqual([]);
      await stores.age(database, 10_000);
      expect(await keeper.due(1)).toHaveLength(1);
    }
  });

  it('tells first of the numbers that were looked at least often', async () => {
    const { database, keeper } = await three();
    const doubtful = async () => {
      const claim = await claimed(keeper, await keeper.reserve(undefined));
      await keeper.finish(claim, 'doubtful');
      return claim;
    };
    const first = await doubtful();
    expect(await keeper.due(1)).toEqual([first]);
    await stores.age(database, 15_000);
    expect(await keeper.due(1)).toEqual([first]);
    await stores.age(database, 30_000);
    const second = await doubtful();
    expect(await keeper.due(1)).toEqual([second]);
    await stores.age(database, 15_000);
    const third = await doubtful();
    const told = [await keeper.due(1), await keeper.due(1), await keeper.due(1), await keeper.due(1)];
    expect(told).toEqual([[third], [second], [first], []]);
  });

  it('imports all numbers or none', async () => {
    const { keeper, first, second } = await three();
    const [, , , fourth = '', fifth = ''] = numbers(5);
    const twice = () => chunksOf([fourth, first], [second, fourth, fifth]);
    const known = { known: [first, second, fourth], knownCount: 3 };
    expect(await keeper.import(twice(), { skipKnown: false })).toEqual({ imported: 0, ...known });
    expect(await keeper.find(fifth)).toBeUndefined();
    expect(await keeper.import(twice(), { skipKnown: true })).toEqual({ imported: 2, ...known });
    expect(await keeper.status()).toMatchObject({ free: 5 });
    const broken = async function* () {
      yield numbers(2, 1000);
      throw new Error('line 3 is not a number');
    };
    await expect(keeper.import(broken(), { skipKnown: true })).rejects.toThrow('line 3');
    expect(await keeper.status()).toMatchObject({ free: 5 });
  });

  it('reserves for an export without an end, all or none', async () => {
    const { database, keeper, first, second, third } = await three();
    await expect(keeper.reserveForExport(4)).rejects.toMatchObject({ error: 'noFreeCards' });
    expect(await keeper.status()).toMatchObject({ free: 3 });
    expect(await keeper.reserveForExport(2)).toEqual([first, second]);
    await keeper.reserve(undefined);
    await stores.age(database, 1000 * hour);
    expect(await keeper.status()).toMatchObject({ reserved: 2, expired: 1 });
    for await (const chunk of keeper.exported()) expect(chunk).toEqual([first, second]);
    expect(await keeper.find(first)).not.toHaveProperty('until');
    expect(await keeper.claim(first, anna, lease)).toMatchObject({ kind: 'granted' });
    expect(await keeper.release(second)).toBe('released');
    expect(await keeper.reserve(undefined)).toBe(second);
    expect(third).toBeDefined();
  });

  it('does by hand what a person says', async () => {
    const { keeper, first, second, third } = await three();
    expect(await keeper.release('unknown')).toBeUndefined();
    expect(await keeper.release(first)).toMatchObject({ number: first, state: 'free' });
    for (const number of [first, second]) {
      expect(await keeper.reserve(undefined)).toBe(number);
      await keeper.finish(await claimed(keeper, number), 'doubtful');
    }
    expect(await keeper.settleByHand(first, 'issued')).toBe('settled');
    expect(await keeper.settleByHand(second, 'free')).toBe('settled');
    expect(await keeper.settleByHand(third, 'free')).toMatchObject({ state: 'free' });
    expect(await keeper.claim(first, anna, lease)).toEqual({ kind: 'repeated' });
    expect((await keeper.list({ limit: 10 })).map(({ state }) => state)).toEqual(['issued', 'free', 'free']);
  });

  it('lists numbers of a state in pages', async () => {
    const { keeper, first, second, third } = await three();
    await keeper.reserve(undefined);
    expect(await keeper.list({ state: 'free', limit: 1 })).toMatchObject([{ number: second }]);
    expect(await keeper.list({ state: 'free', after: second, limit: 9 })).toMatchObject([{ number: third }]);
    expect(await keeper.list({ state: 'reserved', limit: 9 })).toMatchObject([{ number: first }]);
  });

  it('keeps nothing that tells who a person is', async () => {
    const { database, keeper } = await three();
    await claimed(keeper, await keeper.reserve(anna));
    const rows = await stores.sql(database, 'select * from loyalty_gw_cards where person is not null');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('9620480100');
    expect(JSON.stringify(await keeper.list({ limit: 9 }))).not.toContain(String(rows[0]?.person));
  });
});
