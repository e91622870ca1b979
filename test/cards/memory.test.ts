import { describe, expect, it } from 'vitest';
import { MemoryCards, type MemoryState } from '../../src/cards/memory.js';

const HOUR = 3_600_000;

function keeperOf(states: Readonly<Record<string, MemoryState>>) {
  const time = { now: 0 };
  return { time, cards: new MemoryCards({ clock: () => time.now, states }) };
}

const failsWith = (error: string) => expect.objectContaining({ error });

describe('a keeper in memory', () => {
  it('gives out each free number once, and the same to the same person', async () => {
    const { cards } = keeperOf({ a: 'free', b: 'reserved', c: 'free' });
    expect(await cards.reserve('ann')).toBe('a');
    expect(await cards.reserve('ann')).toBe('a');
    expect(await cards.reserve(undefined)).toBe('c');
    await expect(cards.reserve('ben')).rejects.toEqual(failsWith('noFreeCards'));
    expect(cards.states()).toEqual({ a: { reserved: 'ann' }, b: 'reserved', c: 'reserved' });
  });

  it.each<[state: MemoryState, ann: string, ben: string]>([
    ['free', 'cardNotReserved', 'cardNotReserved'],
    ['reserved', 'granted', 'granted'],
    [{ reserved: 'ann' }, 'granted', 'cardNotReserved'],
    [{ issuing: 'ann' }, 'busy', 'cardAlreadyIssued'],
    [{ issued: 'ann' }, 'repeated', 'cardAlreadyIssued'],
    [{ doubtful: 'ann' }, 'doubtful', 'doubtful'],
  ])('lets claim a number that is %j: by ann %s, by ben %s', async (state, ...outcomes) => {
    for (const [index, person] of ['ann', 'ben'].entries()) {
      const { cards } = keeperOf({ a: state });
      const outcome = await cards.claim('a', person, 1).then(
        ({ kind }) => kind,
        ({ error }) => error,
      );
      expect(outcome).toBe(outcomes[index]);
    }
  });

  it('takes a number that it does not know for a reserved one', async () => {
    const { cards } = keeperOf({});
    expect(await cards.claim('a', 'ann', 1)).toEqual({ kind: 'granted', claim: { number: 'a', token: '1' } });
  });

  it.each([
    ['issued', { issued: 'ann' }],
    ['refused', { reserved: 'ann' }],
    ['doubtful', { doubtful: 'ann' }],
  ] as const)('ends a claim as %s', async (end, state) => {
    const { cards } = keeperOf({ a: { reserved: 'ann' } });
    const outcome = await cards.claim('a', 'ann', 1);
    if (outcome.kind !== 'granted') throw new Error(outcome.kind);
    await cards.finish(outcome.claim, end);
    expect(cards.states()).toEqual({ a: state });
    // What has ended is left as it is, unless the truth comes out late.
    await cards.finish({ ...outcome.claim, token: 'another' }, 'refused');
    expect(cards.states()).toEqual({ a: state });
  });

  it('doubts a claim whose lease is over, and believes its end when it comes late', async () => {
    const { time, cards } = keeperOf({});
    const first = await cards.claim('a', 'ann', 10);
    time.now = 10;
    expect((await cards.claim('a', 'ben', 10)).kind).toBe('doubtful');
    if (first.kind === 'granted') await cards.finish(first.claim, 'issued');
    expect(cards.states()).toEqual({ a: { issued: 'ann' } });
  });

  it('settles a doubt by what the CRM says', async () => {
    const settled = async (owner: string | undefined, person: string | undefined, at = 0) => {
      const { time, cards } = keeperOf({ a: { doubtful: 'ann' } });
      const outcome = await cards.claim('a', person ?? 'ben', 1);
      if (outcome.kind !== 'doubtful') throw new Error(outcome.kind);
      time.now = at;
      const asker = person === undefined ? undefined : { person, lease: 1 };
      const claim = await cards.settle(outcome.doubt, owner, asker);
      return [claim !== undefined, cards.states().a];
    };
    expect(await settled('ann', 'ben')).toEqual([false, { issued: 'ann' }]);
    expect(await settled('ben', 'ann')).toEqual([false, { issued: 'ben' }]);
    expect(await settled(undefined, 'ann')).toEqual([true, { issuing: 'ann' }]);
    expect(await settled(undefined, 'ben')).toEqual([false, { doubtful: 'ann' }]);
    expect(await settled(undefined, undefined, HOUR - 1)).toEqual([false, { doubtful: 'ann' }]);
    expect(await settled(undefined, undefined, HOUR)).toEqual([false, 'free']);
  });
});
