import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperError } from '../../src/mapping/helpers/helper.js';
import { call, outcome } from './helper-call.js';
import { evaluated } from './run-steps.js';

const runs = { numRuns: 1000 };

describe('EAN-13', () => {
  // Printed on things: pens, books and the Wikipedia pages of EAN, ISBN and UPC.
  it.each([
    '4006381333931',
    '5901234123457',
    '9780306406157',
    '9783161484100',
    '0036000291452',
    '0012345678905',
  ])('%s is one', digits => {
    expect(call('isEan13', digits)).toBe(true);
    expect(call('ean13', digits)).toBe(digits);
    expect(call('ean13', digits.slice(0, -1))).toBe(digits);
  });

  it('with one digit changed is none (1000 runs)', () => {
    const twelve = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(twelve, fc.nat(12), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const code = call('ean13', digits) as string;
        const changed = (Number(code[at]) + by) % 10;
        expect(call('isEan13', code)).toBe(true);
        expect(call('isEan13', code.slice(0, at) + changed + code.slice(at + 1))).toBe(false);
      }),
      runs,
    );
  });

  it.each(['', '4006381333930', '40063813339311', '400638133393', ' 4006381333931', '400638133393a', 4.5])(
    '%j is none',
    value => {
      expect(call('isEan13', value)).toBe(false);
    },
  );
});

describe('$hash', () => {
  // RFC 1321 (A.5) and FIPS 180-4's examples.
  it.each([
    ['md5', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('%s of abc', (algorithm, digest) => {
    expect(call('hash', 'abc', algorithm)).toBe(digest);
    expect(call('hash', 'abc', algorithm, 'base64')).toBe(Buffer.from(digest, 'hex').toString('base64'));
    expect(call('hash', 'abc', algorithm, 'base64url')).toBe(
      Buffer.from(digest, 'hex').toString('base64url'),
    );
  });

  it('is that of the text in UTF-8, and of a number in plain decimal', () => {
    expect(call('hash', 'я', 'md5')).toBe(call('hash', Buffer.from('d18f', 'hex').toString('utf8'), 'md5'));
    expect(call('hash', 79620480100, 'sha256')).toBe(call('hash', '79620480100', 'sha256'));
    expect(() => call('hash', 'a\ud83d', 'md5')).toThrow('the text is no valid Unicode');
  });
});

describe('$receipt', () => {
  it('reads its own fields in any order, and of any other text makes an error (1000 runs)', () => {
    const digits = (max: number) => fc.stringMatching(new RegExp(`^\\d{1,${max}}$`));
    const fields = fc.record({
      t: fc.stringMatching(/^\d{8}T\d{4}$/),
      s: fc.stringMatching(/^\d{1,12}\.\d\d$/),
      fn: digits(16),
      i: digits(10),
      fp: digits(10),
      n: fc.stringMatching(/^\d$/),
    });
    fc.assert(
      fc.property(
        fields,
        fc.shuffledSubarray(['t', 's', 'fn', 'i', 'fp', 'n'], { minLength: 6 }),
        fc.string(),
        (given, order, other) => {
          const code = order.map(name => `${name}=${given[name as keyof typeof given]}`).join('&');
          expect(call('receipt', code)).toEqual(given);
          expect(outcome('receipt', other)).toBeInstanceOf(HelperError);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('has a time that $date reads', async () => {
    const code = 't=20190814T1905&s=99&fn=9282000100000000&i=1&fp=42';
    expect(await evaluated('$date($receipt($request.body.code).t)', { body: { code } })).toBe('2019-08-14');
    expect(
      await evaluated("$formatDate($receipt($request.body.code).t, 'DD.MM.YYYY HH:mm')", { body: { code } }),
    ).toBe('14.08.2019 19:05');
  });
});
