import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { WireCall } from '../../src/crm/wire.js';
import { differences } from '../../src/testing/differences.js';
import { callFields } from '../../src/testing/fields.js';
import { callDifferences } from '../../src/testing/match.js';
import { outcomeOf, testFile } from './files.js';

/** How a call differs from what a case says of it. */
function found(expected: z.input<typeof callFields>, call: Partial<WireCall>): string[] {
  const sent: WireCall = { method: 'POST', url: 'http://crm.test/c', headers: {}, ...call };
  const fields = callFields.parse({ post: '/c', ...expected });
  return callDifferences(fields, sent, 'http://crm.test').map(
    ({ path, expected, actual }) => `${path}: ${String(expected)} / ${String(actual)}`,
  );
}

describe('a subset', () => {
  it.each<[unknown, unknown]>([
    [{}, { a: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
    [[{ a: 1 }], [{ a: 1, b: 2 }]],
    [{ a: [] }, { a: [], b: [] }],
  ])('%j is among %j', (expected, actual) => {
    expect(differences('body', expected, actual, 'subset')).toEqual([]);
    expect(differences('body', expected, actual)).not.toEqual([]);
  });

  it.each<[unknown, unknown, string]>([
    [{ a: 1 }, {}, 'body.a'],
    [{ a: 1 }, { a: '1' }, 'body.a'],
    [{ a: { b: 1 } }, { a: { b: 2, c: 1 } }, 'body.a.b'],
    [[1], [1, 2], 'body[1]'],
    [[], [{}], 'body[0]'],
    [{}, [], 'body'],
    [{}, undefined, 'body'],
    [{ toString: 1 }, {}, 'body.toString'],
  ])('%j is not among %j', (expected, actual, path) => {
    expect(differences('body', expected, actual, 'subset').map(each => each.path)).toEqual([path]);
  });
});

describe('match of a call', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('lets a query have more, whichever way structures are written', () => {
    const match = { query: 'subset' } as const;
    const url = 'http://crm.test/c?filter[a]=1&filter[b]=2&n=3';
    expect(found({ match, query: { n: 3 } }, { url })).toEqual([]);
    expect(found({ match, query: { filter: { a: 1 } } }, { url })).toEqual([]);
    expect(found({ match }, { url })).toEqual([]);
    expect(found({ match, query: { m: 3 } }, { url })).toEqual(['query.m: 3 / undefined']);
    expect(found({ query: { n: 3 } }, { url })).toHaveLength(2);
    expect(found({ match, query: { f: { a: 1 } } }, { url: 'http://crm.test/c?f={"a":1,"b":2}' })).toEqual(
      [],
    );
  });

  it('lets a form have more', () => {
    const match = { form: 'subset' } as const;
    expect(found({ match, form: { a: 1 } }, { headers: form, body: 'a=1&b=2' })).toEqual([]);
    expect(found({ match, form: {} }, { headers: form, body: 'a=1' })).toEqual([]);
    expect(found({ match, form: { a: 1 } }, { headers: form, body: 'a=2&b=2' })).toEqual(['form.a: 1 / 2']);
  });

  it('lets a body have more', () => {
    const match = { body: 'subset' } as const;
    expect(found({ match, body: { a: 1 } }, { body: '{"a":1,"b":2}' })).toEqual([]);
    expect(found({ match, body: {} }, {})).toEqual(['body: [object Object] / undefined']);
  });

  it('wants all headers', () => {
    const headers = { accept: 'application/json', 'x-shop': '7' };
    expect(found({ headers: { 'X-Shop': '7' } }, { headers })).toEqual([]);
    expect(found({ match: { headers: 'exact' }, headers: { 'X-Shop': '7' } }, { headers })).toEqual([
      'headers.accept: undefined / application/json',
    ]);
    expect(found({ match: { headers: 'exact' }, headers }, { headers })).toEqual([]);
  });
});

describe('a test file', () => {
  const getCard = (exchanges: string, answer: string) =>
    testFile(`cases:
  - name: it
    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges:
${exchanges}
    answer: ${answer}
`);
  const owner = '      - { call: { get: /people/1 }, reply: { body: { state: active } } }';

  it('says of a part of a call and of the answer that they are among what came', async () => {
    const card =
      '      - { call: { get: /cards/47, query: { deep: 1 }, match: { query: subset } }, reply: { body: { id: 47, owner: 1 } } }';
    const answer = '{ match: { body: subset }, body: { card: { cardNumber: "47" } } }';
    expect((await outcomeOf(getCard(`${card}\n${owner}`, answer))).problems).toEqual([]);
    const other = answer.replace('"47"', '"48"');
    expect((await outcomeOf(getCard(`${card}\n${owner}`, other))).problems).toEqual([
      'it: the answer is another one',
      'answer.body.card.cardNumber: 48 / 47',
    ]);
  });

  it('is told of a match of what is not there, and of other words', async () => {
    const calls = [
      '      - { call: { get: /cards/47, match: { body: subset } }, reply: {} }',
      '      - { call: { get: /cards/47, match: { form: subset } }, reply: {} }',
      '      - { call: { get: /cards/47, match: { path: subset, query: part } }, reply: {} }',
    ];
    const answer = '{ nothing: true, match: { body: subset } }';
    expect((await outcomeOf(getCard(calls.join('\n'), answer))).findings).toEqual([
      '9: match speaks of the body, and the call has none',
      '10: match speaks of the form, and the call has none',
      '11: unknown key "path"; known here: query, headers, body, form',
      '11: "query" must be "exact" or "subset"',
      '12: unknown key "match"; known here: nothing',
    ]);
  });
});
