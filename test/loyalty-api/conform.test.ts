import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { Numeral } from '../../src/json/write.js';
import { type Problem, conform as whole } from '../../src/loyalty-api/conform.js';
import { operations, type ResponseContract } from '../../src/loyalty-api/operations.js';
import * as shape from '../../src/loyalty-api/shapes.js';

/** The path as steps is that as text, and left out here. */
function conform(...given: Parameters<typeof whole>) {
  const { value, problems } = whole(...given);
  return { value, problems: problems.map(({ path, message }: Problem) => ({ path, message })) };
}

const contract = (...body: shape.Shape[]): ResponseContract => ({ body, mayBeNothing: false });
const anything = contract(shape.any);
const { findCard, getCard, listPurchases, reserveCard, updateCardholder, listUsers, listUsersExtended } =
  operations;

const barcode = { barcodeNumber: '4700000000000072783', barcodeType: 'EAN_13' };
const card = { cardNumber: '4700000000000072783', cardState: 'active', barcode };

describe('scalars', () => {
  it.each([
    ['as it came ', 'as it came '],
    ['', ''],
    [1250.5, '1250.5'],
    [1e21, '1000000000000000000000'],
    [-0, '0'],
    [true, 'true'],
    [false, 'false'],
    [new Numeral('9007199254740993'), '9007199254740993'],
  ])('%o becomes %j', (value, text) => {
    expect(conform(contract(shape.text), value)).toEqual({ value: text, problems: [] });
    expect(conform(anything, { a: [value] })).toEqual({ value: { a: [text] }, problems: [] });
  });

  it.each([
    [{}, 'an object'],
    [['a'], 'a list'],
    [() => 1, 'a function'],
    [/a/.exec, 'a function'],
    [Symbol('a'), 'a symbol'],
    [Number.NaN, 'a number that is not finite'],
    [Number.POSITIVE_INFINITY, 'a number that is not finite'],
    [undefined, 'nothing'],
    [null, 'nothing'],
  ])('%o is no text', (value, kind) => {
    expect(conform(contract(shape.text), value).problems).toEqual([
      { path: '', message: `expected a text, got ${kind}` },
    ]);
  });

  it.each([
    [shape.date, '2026-02-28', undefined],
    [shape.date, '2026-02-30', 'expected a date YYYY-MM-DD'],
    [shape.date, '2026-02-28T00:00:00Z', 'expected a date YYYY-MM-DD'],
    [shape.date, 20260228, 'expected a date YYYY-MM-DD, got a number'],
    [shape.date, new Numeral('20260228'), 'expected a date YYYY-MM-DD, got a number'],
    [shape.date, true, 'expected a date YYYY-MM-DD, got true or false'],
    [shape.digits, 79000123456, undefined],
    [shape.digits, '+79000123456', 'expected digits only'],
    [shape.digits, -1, 'expected digits only'],
    [shape.digits, '', 'expected digits only'],
    [shape.digits, '1\n', 'expected digits only'],
    [shape.filled, 'x', undefined],
    [shape.filled, ' ', 'is empty'],
    [shape.filled, 0, undefined],
    [shape.filled, false, 'expected a text, got true or false'],
    [shape.integer, -125050, undefined],
    [shape.integer, '125050', undefined],
    [shape.integer, 1250.5, 'expected a whole number'],
    [shape.integer, '-', 'expected a whole number'],
    [shape.oneOfTexts('a', 'b'), 'b', undefined],
    [shape.oneOfTexts('a', 'b'), 'Иванова', 'expected one of a, b'],
  ])('%o of %o: %s', (textShape, value, message) => {
    const problems = message === undefined ? [] : [{ path: '', message }];
    expect(conform(contract(textShape), value).problems).toEqual(problems);
  });
});

describe('the contract of an operation', () => {
  it('is met by what it describes', () => {
    expect(conform(findCard.response, { card })).toEqual({ value: { card }, problems: [] });
    const bonus = { total: 1250.5, available: '0', bonuses: { amount: 5, validUntil: '2026-12-31', lot: 7 } };
    expect(conform(getCard.response, { card: { ...card, bonus } }).value).toEqual({
      card: {
        ...card,
        bonus: {
          total: '1250.5',
          available: '0',
          bonuses: [{ amount: '5', validUntil: '2026-12-31', lot: '7' }],
        },
      },
    });
  });

  it('names all that does not fit', () => {
    const wrong = { card: { cardNumber: null, cardState: 'ACTIVE', barcode: { barcodeType: 'EAN13' } } };
    expect(conform(findCard.response, wrong).problems).toEqual([
      { path: 'card.cardState', message: 'expected one of active, inactive' },
      {
        path: 'card.barcode.barcodeType',
        message: 'expected one of EAN_8, EAN_13, CODE_128, UPC_A, QR_CODE',
      },
      { path: 'card.barcode.barcodeNumber', message: 'is missing' },
      { path: 'card.cardNumber', message: 'is missing' },
    ]);
  });

  it('names the elements of lists by their index', () => {
    const good = { date: '2026-01-01', item: 'Хлеб', amount: -4550 };
    const rows = [good, null, { ...good, date: '01.01.2026' }];
    expect(conform(listPurchases.response, rows).problems).toEqual([
      { path: '[2].date', message: 'expected a date YYYY-MM-DD' },
    ]);
  });

  it.each([
    [undefined, []],
    [null, []],
    [[], []],
    [79000123456, ['79000123456']],
    [[null, '79000123456', undefined], ['79000123456']],
  ])('a list of %o is %j', (value, list) => {
    expect(conform(listUsers.response, value)).toEqual({ value: list, problems: [] });
  });

  it('fills lists that are missing', () => {
    expect(conform(listUsersExtended.response, { phone: 79000123456, params: null })).toEqual({
      value: [{ phone: '79000123456', params: [] }],
      problems: [],
    });
  });

  it('takes the first of several shapes that fits', () => {
    expect(conform(reserveCard.response, { cardNumber: 7 })).toEqual({
      value: { cardNumber: '7' },
      problems: [],
    });
    expect(conform(reserveCard.response, 7)).toEqual({ value: '7', problems: [] });
    expect(conform(reserveCard.response, { number: 7 }).problems).toEqual([
      { path: 'cardNumber', message: 'is missing' },
    ]);
  });

  it('is an empty body only for nothing at all', () => {
    expect(conform(updateCardholder.response, undefined)).toEqual({ value: undefined, problems: [] });
    for (const value of [null, {}, '', []]) {
      expect(conform(updateCardholder.response, value).problems).toEqual([
        { path: '', message: 'the answer has no body' },
      ]);
    }
    expect(conform(findCard.response, undefined).problems).toEqual([
      { path: '', message: 'expected an object, got nothing' },
    ]);
  });
});

describe('any value', () => {
  it('becomes JSON whose only scalars are strings, and stays as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const before = structuredClone(value);
        const result = conform(anything, value ?? 0);
        expect(result.problems).toEqual([]);
        expect(hasOnlyTexts(result.value)).toBe(true);
        expect(value).toEqual(before);
      }),
    );
  });

  it('never makes conform throw, and fits when conformed already', () => {
    const contracts = fc.constantFrom(...Object.values(operations).map(operation => operation.response));
    fc.assert(
      fc.property(contracts, fc.anything(), (response, value) => {
        const result = conform(response, value);
        if (result.problems.length > 0) return;
        expect(conform(response, result.value)).toEqual(result);
      }),
    );
  });

  it('loses nulls and keys that could reach a prototype', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":1},"c":null,"d":[null,{"e":null}]}');
    const result = conform(anything, value);
    expect(result).toEqual({ value: { constructor: { b: '1' }, d: [{}] }, problems: [] });
    expect(Object.getPrototypeOf(result.value)).toBe(Object.prototype);
  });

  it('is a plain list where JSONata marks its lists', async () => {
    const marked = await jsonata('[1, 2].$[$ > 0][]').evaluate({});
    expect(Object.getOwnPropertyNames(marked).length).toBeGreaterThan(3);
    expect(Object.getOwnPropertyNames(conform(anything, marked).value)).toEqual(['0', '1', 'length']);
  });

  it('may be frozen', () => {
    expect(conform(findCard.response, Object.freeze({ card: Object.freeze(card) })).problems).toEqual([]);
  });
});

describe('limits', () => {
  it('refuses what is nested too deep, cycles too', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const [problem, ...others] = conform(anything, cycle).problems;
    expect(problem?.message).toBe('is nested deeper than 32');
    expect(others).toEqual([]);
    expect(conform(anything, nested(32)).problems).toEqual([]);
    expect(conform(anything, nested(33)).problems).toHaveLength(1);
  });

  it('refuses what has too many values', () => {
    const rows = (count: number) => Array(count).fill('79000123456');
    expect(conform(listUsers.response, rows(199_999)).problems).toEqual([]);
    expect(conform(listUsers.response, rows(200_000))).toEqual({
      value: undefined,
      problems: [{ path: '', message: 'has more than 200000 values' }],
    });
  });

  it('tells a hundred problems and no more', () => {
    expect(conform(listUsers.response, Array(500).fill('x')).problems).toHaveLength(100);
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 'x' : [nested(depth - 1)];
}

function hasOnlyTexts(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(hasOnlyTexts);
  return typeof value === 'string';
}
