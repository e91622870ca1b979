import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call } from './helper-call.js';
import { evaluated } from './run-steps.js';

describe('$filled', () => {
  it.each([
    '0001-01-01',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00.0000000+00:00',
    '01.01.0001 0:00:00',
    '0000-00-00',
    '00.00.0000',
    '{00000000-0000-0000-0000-000000000000}',
    '\u00a0\n',
    [],
    {},
    null,
    false,
  ])('of %j is nothing', value => {
    expect(call('filled', value)).toBeUndefined();
  });

  it.each([
    '0001-01-01T00:00:01',
    '0001-01-02',
    '1970-01-01',
    '00000000-0000-0000-0000-000000000001',
    '0',
    0,
    true,
    'false',
    'null',
    [null],
    { email: false },
  ])('of %j is that', value => {
    expect(call('filled', value)).toBe(value);
  });

  it('keeps what $numeral made, which has no members', async () => {
    expect(String(await evaluated("$filled($numeral('9001234567890123456'))"))).toBe('9001234567890123456');
  });

  it('makes of the false of Odoo a key that is left out', async () => {
    expect(
      await evaluated('$request.body.{ "email": $filled(email), "phone": $filled(phone) }', {
        body: { email: false, phone: '+79620480100' },
      }),
    ).toEqual({ phone: '+79620480100' });
  });
});

describe('$groupBy', () => {
  it('has each row once, in its order, under its own key (1000 runs)', () => {
    const key = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('0', '1', '__proto__', 'constructor'),
    );
    fc.assert(
      fc.property(fc.array(key), keys => {
        const rows = keys.map((id, at) => ({ id, at }));
        const groups = call('groupBy', rows, 'id') as { key: string; rows: typeof rows }[];
        expect(groups.map(group => group.key)).toEqual([...new Set(keys.map(String))]);
        for (const group of groups) {
          expect(group.rows).toEqual(rows.filter(({ id }) => String(id) === group.key));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives groups of one to a path as well', async () => {
    const body = {
      lines: [
        { receipt: 7, sum: '1.10' },
        { receipt: 8, sum: 2 },
        { receipt: 7, sum: 3 },
      ],
    };
    expect(
      await evaluated("$groupBy($request.body.lines, 'receipt').{ 'id': key, 'sum': $total(rows, 'sum') }", {
        body,
      }),
    ).toEqual([
      { id: '7', sum: '4.1' },
      { id: '8', sum: '2' },
    ]);
  });

  it.each([[{ id: null }], [{ id: '' }], [{}], ['id'], [null]])('refuses %j for a row', row => {
    expect(() => call('groupBy', [row], 'id')).toThrow('a row lacks the field');
  });
});
