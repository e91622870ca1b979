import { join } from 'node:path';
import Connection from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openKeeper } from '../../src/cards/keeper.js';
import type { CardState } from '../../src/cards/stock.js';
import { Settler } from '../../src/gateway/settler.js';
import { type ErrorName, errorCatalogue } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import { poolIn } from '../cards/keeper-of-folder.js';
import { importAll, numbers } from '../cards/stores.js';
import { folderOf } from '../config/reading.js';

/** Doubtful numbers, whom the CRM says they belong to, and the settler that is to find out. */
function settlerOf(
  due: readonly string[],
  owners: Readonly<Record<string, string | ErrorName>>,
  {
    old = true,
    onAsk = () => {},
  }: { old?: boolean; onAsk?: (number: string, stop: AbortController) => void } = {},
) {
  const stop = new AbortController();
  const states = new Map<string, CardState>();
  const asked: string[] = [];
  const told: string[] = [];
  const left = [...due];
  const settler = new Settler({
    cards: {
      due: async limit => left.splice(0, limit).map(number => ({ number, token: 't' })),
      settle: async ({ number }, owner) => {
        states.set(number, owner ? 'issued' : old ? 'free' : 'doubtful');
        return undefined;
      },
      find: async number => ({ number, state: states.get(number) ?? 'doubtful', since: 0, looks: 1 }),
    },
    ownerOf: async number => {
      asked.push(number);
      onAsk(number, stop);
      const owner = owners[number];
      if (owner !== undefined && owner in errorCatalogue) throw new Failure(owner as ErrorName, 'no');
      return owner;
    },
    signal: stop.signal,
    onSettled: as => told.push(as),
    onFailure: ({ error }) => told.push(error),
  });
  return { settler, asked, told, states, left };
}

describe('a look', () => {
  it('settles what is due as the CRM has it', async () => {
    const { settler, told, states } = settlerOf(['1', '2'], { 1: '+79620480100' });
    expect(await settler.look()).toBe(5_000);
    expect(told).toEqual(['issued', 'free']);
    expect([...states]).toEqual([
      ['1', 'issued'],
      ['2', 'free'],
    ]);
  });

  it('tells what nobody has and nobody may have yet', async () => {
    const { settler, told } = settlerOf(['1'], {}, { old: false });
    await settler.look();
    expect(told).toEqual(['undecided']);
  });

  it('goes on when one number cannot be settled', async () => {
    const { settler, told } = settlerOf(['1', '2'], { 1: 'mappingFault', 2: '+79620480100' });
    expect(await settler.look()).toBe(5_000);
    expect(told).toEqual(['mappingFault', 'issued']);
  });

  it.each(['crmBadReply', 'crmError', 'cardBlocked', 'mappingFault', 'internalError'] as const)(
    'is not ended, nor the next one put off, by numbers that fail by themselves: %s',
    async error => {
      const numbers = Array.from({ length: 60 }, (_, index) => String(index));
      const owners = Object.fromEntries(numbers.map(number => [number, error] as const));
      const { settler, asked, told } = settlerOf(numbers, { ...owners, 19: '+79620480100' });
      expect(await settler.look()).toBe(5_000);
      expect(asked).toEqual(numbers.slice(0, 20));
      expect(told).toEqual([...Array.from({ length: 19 }, () => error), 'issued']);
      expect(await settler.look()).toBe(5_000);
      expect(asked).toHaveLength(40);
    },
  );

  it.each(['crmUnavailable', 'crmBusy', 'cardsUnavailable'] as const)(
    'leaves the CRM alone when it answers %s',
    async error => {
      const { settler, asked } = settlerOf(['1', '2'], { 1: error });
      expect(await settler.look()).toBe(10_000);
      expect(asked).toEqual(['1']);
    },
  );

  it.each(['crmTimeout', 'crmDenied', 'deadlineExceeded'] as const)(
    'gives up when the CRM has failed three times by %s, and waits for twice as long each time',
    async error => {
      const numbers = Array.from({ length: 60 }, (_, index) => String(index));
      const owners = Object.fromEntries(numbers.map(number => [number, error] as const));
      const { settler, asked } = settlerOf(numbers, owners);
      const pauses = [];
      for (let look = 1; look <= 5; look++) pauses.push(await settler.look());
      expect(asked).toHaveLength(15);
      expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
    },
  );

  it('counts failures of the CRM until a number is settled, whatever fails by itself between them', async () => {
    const late = { 1: 'crmTimeout', 3: 'crmTimeout', 5: 'crmTimeout' } as const;
    const numbers = ['1', '2', '3', '4', '5', '6'];
    const failing = settlerOf(numbers, { ...late, 2: 'crmBadReply', 4: 'mappingFault' });
    expect(await failing.settler.look()).toBe(10_000);
    expect(failing.asked).toEqual(numbers.slice(0, 5));
    const settling = settlerOf(numbers, { ...late, 2: 'crmBadReply', 4: '+79620480100' });
    expect(await settling.settler.look()).toBe(5_000);
    expect(settling.asked).toEqual(numbers);
  });

  it('is as quick as before once it goes well', async () => {
    const { settler } = settlerOf(['1', '2'], { 1: 'crmUnavailable', 2: '+79620480100' });
    expect(await settler.look()).toBe(10_000);
    expect(await settler.look()).toBe(5_000);
  });

  it('asks for no more than twenty numbers', async () => {
    const { settler, asked, left } = settlerOf(
      Array.from({ length: 1_000 }, (_, index) => String(index)),
      {},
    );
    expect(await settler.look()).toBe(5_000);
    expect([asked.length, left.length]).toEqual([20, 980]);
  });

  it('ends with the process, in the middle and without a word', async () => {
    const { settler, asked, told } = settlerOf(
      ['1', '2', '3'],
      { 1: '+79620480100', 2: 'crmTimeout' },
      { onAsk: (number, stop) => number === '2' && stop.abort() },
    );
    await settler.look();
    expect(asked).toEqual(['1', '2']);
    expect(told).toEqual(['issued']);
  });
});

describe('looks at a store', () => {
  const lease = 60_000;

  async function storeOf(count: number) {
    const database = join(folderOf({}), 'cards.db');
    const keeper = await openKeeper(poolIn(database));
    onTestFinished(() => keeper.close());
    await importAll(keeper, numbers(count));
    return {
      keeper,
      makeDoubtful: async (person: string) => {
        const number = await keeper.reserve(person);
        const outcome = await keeper.claim(number, person, lease);
        if (outcome.kind !== 'granted') throw new Error(outcome.kind);
        await keeper.finish(outcome.claim, 'doubtful');
        return number;
      },
      /** Lets the longest pause of a number go by. */
      pass: () => {
        const connection = new Connection(database, { timeout: 5_000 });
        connection.prepare('update loyalty_gw_cards set due = due - 240000').run([]);
        connection.close();
      },
    };
  }

  it('settle soon what the CRM names, however many it cannot tell of', async () => {
    const { keeper, makeDoubtful, pass } = await storeOf(62);
    for (let count = 0; count < 60; count++) await makeDoubtful(`nobody ${count}`);
    const first = await makeDoubtful('anna');
    const owners = new Map([[first, 'anna']]);
    let asked = 0;
    const settler = new Settler({
      cards: keeper,
      ownerOf: async number => {
        asked += 1;
        const owner = owners.get(number);
        if (!owner) throw new Failure('crmBadReply', 'the reply does not say who has the card');
        return owner;
      },
      signal: new AbortController().signal,
      onSettled: () => {},
      onFailure: () => {},
    });
    for (let look = 1; look <= 4; look++) expect(await settler.look()).toBe(5_000);
    expect(await keeper.find(first)).toMatchObject({ state: 'issued' });
    expect(asked).toBe(61);

    // One that comes later waits behind none of those that fail again and again.
    pass();
    const second = await makeDoubtful('boris');
    owners.set(second, 'boris');
    await settler.look();
    expect(await keeper.find(second)).toMatchObject({ state: 'issued' });
  });
});
