import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperError } from '../../src/mapping/helpers/helper.js';
import { phones } from '../properties/phones.js';
import { call, outcome } from './helper-call.js';
import { evaluated } from './run-steps.js';

describe('$phoneForms', () => {
  it.each([
    ['8 (962) 048-01-00', ['*'], ['79620480100']],
    [79620480100, '+*', ['+79620480100']],
    ['+79620480100', ['+7-###-###-##-##', '8.###.###.####'], ['+7-962-048-01-00', '8.962.048.0100']],
    ['+79620480100', ['*', '*', '7##########'], ['79620480100']],
    ['+375291234567', ['+*', '8##########'], ['+375291234567']],
    ['+375291234567', ['00*'], ['00375291234567']],
  ])('of %j by %j', (phone, patterns, forms) => {
    expect(call('phoneForms', phone, patterns)).toEqual(forms);
  });

  it.each([
    '',
    '###',
    '**',
    '*1',
    '+7##########*',
    '+7###########',
    'tel:*',
    '$&##########',
    '#'.repeat(10_000),
    ' '.repeat(10_000),
    null,
    7,
    {},
  ])('refuses the pattern %j', pattern => {
    expect(() => call('phoneForms', '+79620480100', [pattern])).toThrow('a pattern of phones');
  });

  it.each([
    [
      '+70001234567',
      undefined,
      ['+70001234567', '70001234567', '80001234567', '0001234567', '+7 (000) 123-45-67'],
    ],
    ['+12345', undefined, ['+12345']],
    ['+7962048010', undefined, ['+7962048010']],
    ['+80291234567', undefined, ['+80291234567']],
    ['+810375291234567', undefined, ['+810375291234567']],
    ['+89620480100', ['*', '+*', '00*', '8##########', '+ *'], ['+89620480100', '+ 89620480100']],
  ])('of %s, which is no phone but says its country code, by %j', (phone, patterns, forms) => {
    expect(call('phoneForms', phone, patterns)).toEqual(forms);
  });

  it.each(['12345', '89620480100 ', '+012345', '+1234', '+1234567890123456', '+1 2345', '+'])(
    'does not take %j for one that says it, or not with the plus',
    phone => {
      const forms = outcome('phoneForms', phone, ['*']);
      expect(forms).toEqual(phone.startsWith('89') ? ['79620480100'] : expect.any(HelperError));
    },
  );

  it('are an error where no pattern keeps the plus', () => {
    expect(() => call('phoneForms', '+89620480100', ['*', '8##########'])).toThrow('no pattern is for');
  });

  it('does not fail for any phone that the contract lets in (1000 runs)', () => {
    fc.assert(
      fc.property(phones, digits => {
        expect(call('phoneForms', `+${digits}`)).toContain(`+${digits}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds nobody by no pattern, so that is an error', () => {
    expect(() => call('phoneForms', '+79620480100', [])).toThrow('no pattern is for');
  });

  it('are all spellings of the same number (1000 runs)', () => {
    const number = fc.oneof(
      fc.stringMatching(/^79\d{9}$/),
      fc.stringMatching(/^375\d{9}$/),
      fc.stringMatching(/^49[1-9]\d{9}$/),
    );
    fc.assert(
      fc.property(number, digits => {
        const forms = call('phoneForms', `+${digits}`) as string[];
        expect(forms.map(form => call('phone', form))).toEqual(forms.map(() => digits));
        expect(forms).toHaveLength(digits.startsWith('7') ? 5 : 2);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('$samePhone', () => {
  it.each([
    ['8 (962) 048-01-00', '+79620480100', true],
    [9620480100, '+79620480100', true],
    ['+375 29 123-45-67', '+375291234567', true],
    ['+12345', '+12345', true],
    ['+7 000 123-45-67', '+70001234567', true],
    ['+84912345678', '+84912345678', true],
    // As it is dialled in Belarus, without the plus a number in Russia, or of nobody knows which country.
    ['80291234567', '+70291234567', false],
    ['84912345678', '+84912345678', false],
    ['89620480100', '+89620480100', false],
    ['4951234567', '+74951234567', false],
    ['4951234567', '+4951234567', false],
    ['12345', '+12345', false],
    // What a CRM may keep in the place of a phone.
    ['', '+79620480100', false],
    ['+', '+79620480100', false],
    ['79620480100 5', '+79620480100', false],
    [null, '+79620480100', false],
    [false, '+79620480100', false],
    [{}, '+79620480100', false],
    [['79620480100'], '+79620480100', false],
    [undefined, '+79620480100', false],
  ])('%j and %s: %s', (value, phone, isSame) => {
    expect(call('samePhone', value, phone)).toBe(isSame);
  });

  it('catches rows without the phone also with $not, and is nothing when no phone was asked for', async () => {
    const body = {
      rows: [{ id: 1, phone: '89620480100' }, { id: 2 }, { id: 3, phone: 'none' }],
      msisdn: '79620480100',
    };
    const foreign = '$request.body.rows[$not($samePhone(phone, "+" & $request.body.msisdn))].id';
    expect(await evaluated(foreign, { body })).toEqual([2, 3]);
    const own = '$count($request.body.rows[$samePhone(phone, "+" & $request.body.nothing)])';
    expect(await evaluated(own, { body })).toBe(0);
  });

  /** With numbers that differ in little, and those whose spellings are others' numbers. */
  const codes = fc.constantFrom(
    '7',
    '7000',
    '7029',
    '7962',
    '84',
    '852',
    '49',
    '375',
    '380',
    '89',
    '80',
    '810',
    '962',
  );
  const said = fc.oneof(
    phones,
    fc.tuple(codes, fc.stringMatching(/^\d{4,10}$/)).map(([code, rest]) => code + rest),
    fc
      .tuple(codes, fc.constantFrom('9620480100', '0291234567', '912345678'))
      .map(([code, rest]) => code + rest),
  );

  it('is true of each spelling that can be read without knowing the phone (2000 runs)', () => {
    fc.assert(
      fc.property(said, digits => {
        const forms = call('phoneForms', `+${digits}`) as string[];
        const read = forms.filter(form => form.startsWith('+') || outcome('phone', form) === digits);
        expect(forms.filter(form => call('samePhone', form, `+${digits}`))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('is true of all spellings of a Russian mobile phone (1000 runs)', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^79\d{9}$/), digits => {
        const forms = call('phoneForms', `+${digits}`) as string[];
        expect(forms.map(form => call('samePhone', form, `+${digits}`))).toEqual(forms.map(() => true));
      }),
      { numRuns: 1000 },
    );
  });

  it('is never true of one value and two phones (5000 runs)', () => {
    const others = fc.tuple(said, said).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(others, ([a, b]) => {
        const values = [a, b].flatMap(digits => call('phoneForms', `+${digits}`) as string[]);
        for (const value of values) {
          expect(call('samePhone', value, `+${a}`) && call('samePhone', value, `+${b}`)).toBe(false);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is never true of the phone of another with its plus (1000 runs)', () => {
    fc.assert(
      fc.property(said, said, (a, b) => {
        expect(call('samePhone', `+${a}`, `+${b}`)).toBe(a === b);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('$sameEmail', () => {
  it.each([
    ['ANN@EXAMPLE.COM', 'ann@example.com', true],
    ['ann@example.com', 'Ann@Example.com', true],
    ['АНЯ@пример.рф', 'аня@пример.рф', true],
    ['ann@\u212aelvin.example.com', 'ann@kelvin.example.com', false],
    ['\u017fam@example.com', 'sam@example.com', false],
    ['ann@example.com, bob@example.com', 'ann@example.com', false],
    ['', 'ann@example.com', false],
    [null, 'ann@example.com', false],
    [7, 'ann@example.com', false],
  ])('%j and %s: %s', (value, email, isSame) => {
    expect(call('sameEmail', value, email)).toBe(isSame);
  });
});
