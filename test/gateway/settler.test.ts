import { describe, expect, it } from 'vitest';
import type { CardState } from '../../src/cards/stock.js';
import { Settler } from '../../src/gateway/settler.js';
import type { ErrorName } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';

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
      if (owner?.startsWith('crm') || owner === 'mappingFault') throw new Failure(owner as ErrorName, 'no');
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

  it.each(['crmUnavailable', 'crmBusy'])('leaves the CRM alone when it answers %s', async error => {
    const { settler, asked } = settlerOf(['1', '2'], { 1: error });
    expect(await settler.look()).toBe(10_000);
    expect(asked).toEqual(['1']);
  });

  it('gives up after three failures in a row, and waits for twice as long each time', async () => {
    const numbers = Array.from({ length: 60 }, (_, index) => String(index));
    const owners = Object.fromEntries(numbers.map(number => [number, 'crmTimeout'] as const));
    const { settler, asked } = settlerOf(numbers, owners);
    const pauses = [];
    for (let look = 1; look <= 5; look++) pauses.push(await settler.look());
    expect(asked).toHaveLength(15);
    expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
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
