import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { WireCall } from '../../src/crm/wire.js';
import { callFields } from '../../src/testing/fields.js';
import { callDifferences } from '../../src/testing/match.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** How a call differs from what a case says of its body or query. */
function found(expected: z.input<typeof callFields>, call: Partial<WireCall>): string[] {
  const sent: WireCall = { method: 'POST', url: 'http://crm.test/c', headers: {}, ...call };
  const fields = callFields.parse({ post: '/c', ...expected });
  return callDifferences(fields, sent, 'http://crm.test').map(
    ({ path, expected, actual }) => `${path}: ${String(expected)} / ${String(actual)}`,
  );
}

const json = '{"phones":[{"number":"1"}],"n":4700000000000072783}';
const customer = { phones: [{ number: '1' }] };

describe('a form', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ a: '1', b: '' }, 'b=&a=1'],
    [{ a: 1, b: true }, 'a=1&b=true'],
    [{ a: [1, '2'] }, 'a=1&a=2'],
    [{ customer }, 'customer=%7B%22phones%22%3A%5B%7B%22number%22%3A%221%22%7D%5D%7D'],
    [{ customer, site: 's' }, 'customer%5Bphones%5D%5B0%5D%5Bnumber%5D=1&site=s'],
    [{ 'customer[phones][0][number]': 1 }, 'customer[phones][0][number]=1'],
    [{ ids: [1, 2] }, 'ids[0]=1&ids[1]=2'],
    [{ ids: [1, 2] }, 'ids=[1,2]'],
    [{ text: '{"a":1}' }, 'text={"a":1}'],
    [{}, ''],
  ])('%j is %s', (fields, body) => {
    expect(found({ form: fields }, { headers: form, body })).toEqual([]);
  });

  it.each<[Record<string, unknown>, string, string[]]>([
    [{ a: 1 }, 'a=2', ['form.a: 1 / 2']],
    [{ a: 1 }, 'a=1&b=2', ['form.b: undefined / 2']],
    [{ a: 1, b: 2 }, 'a=1', ['form.b: 2 / undefined']],
    [{ customer }, 'customer[phones][0][number]=2', ['form.customer[phones][0][number]: 1 / 2']],
    [{ customer }, 'customer={"phones":[{"number":1}]}', ['form.customer.phones[0].number: 1 / 1']],
  ])('%j is not %s', (fields, body, differences) => {
    expect(found({ form: fields }, { headers: form, body })).toEqual(differences);
  });

  it('is neither JSON nor a text, and neither is a form', () => {
    expect(found({ body: { a: '1' } }, { headers: form, body: 'a=1' })).toEqual([]);
    expect(found({ form: { a: 1 } }, { body: '{"a":1}' })).toHaveLength(1);
    expect(found({}, { headers: form, body: 'a=1' })).toHaveLength(1);
    expect(found({ form: {} }, {})).toHaveLength(1);
  });

  it('is compared with every digit', () => {
    const body = `customer=${encodeURIComponent(json)}`;
    expect(
      found({ form: { customer: { ...customer, n: '4700000000000072783' } } }, { headers: form, body }),
    ).toEqual(['form.customer.n: 4700000000000072783 / 4700000000000072783']);
  });
});

describe('a query', () => {
  it.each([
    ['?filter[name]=1&n=2', { filter: { name: 1 }, n: 2 }],
    ['?filter={"name":1}&n=2', { filter: { name: 1 }, n: 2 }],
  ])('%s', (query, fields) => {
    expect(found({ query: fields }, { url: `http://crm.test/c${query}` })).toEqual([]);
  });
});

describe('a text', () => {
  it('is compared as it is', () => {
    expect(found({ text: '{"a": 1}' }, { body: '{"a": 1}' })).toEqual([]);
    expect(found({ text: '{"a": 1}' }, { body: '{"a":1}' })).toHaveLength(1);
    expect(found({ text: 'a=1' }, { headers: form, body: 'a=1' })).toEqual([]);
    expect(found({ text: '' }, {})).toHaveLength(1);
  });
});

it('a call with two bodies is refused', () => {
  const result = callFields.safeParse({ post: '/c', form: {}, text: '' });
  expect(result.error?.issues.map(({ message }) => message)).toEqual([
    'a call has one body: body, form or text',
  ]);
});
