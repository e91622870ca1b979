import { expect, it } from 'vitest';
import type { CardState, StoredCard } from '../../../src/cards/stock.js';
import { type Aftermath, problemsAfter } from './check.js';

const [ann, bob] = ['79620480100', '79620480101'];

function stored(states: Record<string, CardState>): StoredCard[] {
  return Object.entries(states).map(([number, state]) => ({ number, state, since: 0, looks: 0 }));
}

/** After a storm in which all went well: 1 is Ann's, 2 is nobody's. */
function aftermath(changes: Partial<Aftermath> = {}): Aftermath {
  return {
    crm: { issued: new Map([['1', [ann]]]), writtenAgain: [] },
    given: [{ number: '1', phone: ann }],
    stored: stored({ 1: 'issued', 2: 'free' }),
    numbers: ['1', '2'],
    belongsTo: async (_, phone) => phone === ann,
    ...changes,
  };
}

it('nothing is wrong when all went well', async () => {
  expect(await problemsAfter(aftermath())).toEqual([]);
});

it.each<[what: string, Partial<Aftermath>]>([
  [
    '1 is issued to two persons in the CRM',
    { crm: { issued: new Map([['1', [ann, bob]]]), writtenAgain: [] } },
  ],
  ['1 is issued in the CRM, and reserved in the store', { stored: stored({ 1: 'reserved', 2: 'free' }) }],
  ["1 is somebody else's in the store", { belongsTo: async () => false }],
  ['1 was written again without need', { crm: { issued: new Map([['1', [ann]]]), writtenAgain: ['1'] } }],
  [
    '1 was given to two persons',
    {
      given: [
        { number: '1', phone: ann },
        { number: '1', phone: bob },
      ],
    },
  ],
  ['2 was given to somebody who does not have it in the CRM', { given: [{ number: '2', phone: bob }] }],
  ['2 was given, and is free in the store', { given: [{ number: '2', phone: bob }] }],
  ['2 is not settled: doubtful', { stored: stored({ 1: 'issued', 2: 'doubtful' }) }],
  ['2 is not settled: issuing', { stored: stored({ 1: 'issued', 2: 'issuing' }) }],
  [
    "2 is lost: issued in the store, and nobody's in the CRM",
    { stored: stored({ 1: 'issued', 2: 'issued' }) },
  ],
  ['the store has a number twice', { stored: [...stored({ 1: 'issued' }), ...stored({ 1: 'issued' })] }],
  ['2 is not in the store', { stored: stored({ 1: 'issued' }) }],
  ['the store has 3 numbers, and was given 2', { stored: stored({ 1: 'issued', 2: 'free', 3: 'free' }) }],
])('a storm is told after which %s', async (problem, changes) => {
  expect(await problemsAfter(aftermath(changes))).toContain(problem);
});
