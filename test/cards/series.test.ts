import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SeriesRule, seriesOf } from '../../src/cards/series.js';

const key = 'a key of the tests, invented';

const ean: SeriesRule = {
  prefix: '29',
  length: 13,
  first: 1,
  last: 999_999,
  checkDigit: 'EAN-13',
  order: 'scattered',
};

function numbersOf(settings: Partial<SeriesRule>, count: number): string[] {
  const series = seriesOf({ ...ean, ...settings }, key);
  return Array.from({ length: count }, (_, index) => series.numberAt(index));
}

describe('the numbers of a series', () => {
  it('count up, with zeros in front and the check digit behind', () => {
    expect(numbersOf({ order: 'sequential' }, 3)).toEqual([
      '2900000000018',
      '2900000000025',
      '2900000000032',
    ]);
  });

  // By hand, or from the pages of GS1 and of ISO/IEC 7812.
  it.each([
    ['EAN-13', { prefix: '629104', length: 13, first: 150_021 }, '6291041500213'],
    ['EAN-8', { prefix: '9638', length: 8, first: 507 }, '96385074'],
    ['UPC-A', { prefix: '03600', length: 12, first: 29_145, last: 999_999 }, '036000291452'],
    ['Luhn', { prefix: '7992', length: 11, first: 739_871 }, '79927398713'],
    ['none', { prefix: '7', length: 4, first: 5, last: 9 }, '7005'],
  ] as const)('end in the check digit of %s', (checkDigit, settings, number) => {
    expect(numbersOf({ ...settings, checkDigit, order: 'sequential' }, 1)).toEqual([number]);
  });

  it('are as many as there are from the first to the last', () => {
    expect(seriesOf({ ...ean, first: 5, last: 9 }, key).size).toBe(5);
  });

  it('lose no digit, however many there are', () => {
    const rule = {
      prefix: '2',
      length: 17,
      first: 1,
      last: 999_999_999_999_999,
      checkDigit: 'Luhn',
    } as const;
    const sequential = seriesOf({ ...ean, ...rule, order: 'sequential' }, key);
    expect(sequential.numberAt(sequential.size - 1)).toMatch(/^2999999999999999\d$/);
    expect(new Set(numbersOf(rule, 500)).size).toBe(500);
  });
});

describe('scattered numbers', () => {
  // Whoever changes these gives out numbers twice in every store that is there.
  it('come in the same order for ever', () => {
    expect(numbersOf({}, 4)).toMatchInlineSnapshot(`
      [
        "2900005408659",
        "2900004395752",
        "2900003004891",
        "2900009360465",
      ]
    `);
    expect(
      numbersOf({ first: 0, last: 6, length: 4, prefix: '7', checkDigit: 'none' }, 7),
    ).toMatchInlineSnapshot(`
      [
        "7003",
        "7000",
        "7002",
        "7004",
        "7001",
        "7006",
        "7005",
      ]
    `);
    expect(
      numbersOf({ prefix: '4276', length: 19, last: 99_999_999_999_999, checkDigit: 'Luhn' }, 3),
    ).toMatchInlineSnapshot(`
      [
        "4276488569422147485",
        "4276875779344647071",
        "4276843246348959380",
      ]
    `);
    expect(seriesOf(ean, key).id).toMatchInlineSnapshot(`"29 13 1 EAN-13 scattered 999999"`);
    expect(seriesOf({ ...ean, order: 'sequential' }, key).id).toMatchInlineSnapshot(
      `"29 13 1 EAN-13 sequential"`,
    );
  });

  it('come in another order with another key', () => {
    expect(seriesOf(ean, 'another key of the tests').numberAt(0)).not.toBe(seriesOf(ean, key).numberAt(0));
  });

  it('are each number of the range once (property, 100 runs)', () => {
    const sizes = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(fc.nat(9_000), sizes, fc.string(), (first, size, secret) => {
        const last = first + size - 1;
        const series = seriesOf({ ...ean, length: 9, checkDigit: 'none', first, last }, secret);
        const numbers = Array.from({ length: size }, (_, index) => series.numberAt(index));
        expect(numbers.every(number => /^29\d{7}$/.test(number))).toBe(true);
        const serials = numbers.map(number => Number(number.slice(2))).sort((a, b) => a - b);
        expect(serials).toEqual(Array.from({ length: size }, (_, index) => first + index));
      }),
    );
  });

  it('have few neighbours', () => {
    const counters = numbersOf({}, 2_000).map(number => Number(number.slice(2, -1)));
    const near = counters.filter(
      (counter, index) => Math.abs(counter - (counters[index - 1] ?? -1e9)) < 1_000,
    );
    // By chance 4 of 2,000.
    expect(near.length).toBeLessThan(20);
  });
});
