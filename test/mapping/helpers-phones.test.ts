import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call } from './helper-call.js';

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
