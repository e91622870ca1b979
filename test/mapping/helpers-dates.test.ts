import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperError } from '../../src/mapping/helpers/helper.js';
import { call, outcome } from './helper-call.js';
import { evaluated } from './run-steps.js';

const runs = { numRuns: 500 };

/** Days that a zone left out when it moved to the other side of the date line have neither start nor end. */
const skippedDays = [
  'Pacific/Apia',
  'Pacific/Fakaofo',
  'Pacific/Kwajalein',
  'Pacific/Enderbury',
  'Pacific/Kanton',
];
const zoneNames = Intl.supportedValuesOf('timeZone').filter(
  name => name.includes('/') && !skippedDays.includes(name) && name !== 'Pacific/Kiritimati',
);
const zone = fc.constantFrom(...zoneNames);
// Until 1972 the clocks of Liberia were some seconds beside those of others, and no offset can say so.
const moment = fc.integer({ min: Date.UTC(1973, 0), max: Date.UTC(2037, 0) });
const day = moment.map(at => new Date(at).toISOString().slice(0, 10));

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day in a zone, asked of Intl. */
function dayIn(timeZone: string, at: number): string {
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', options);
  formats.set(timeZone, format);
  return format.format(at);
}

describe('$date', () => {
  it.each([
    ['DD.MM.YYYY', '12.04.1985', '1985-04-12'],
    ['D.M.YYYY', '2.4.1985', '1985-04-02'],
    ['M/D/YYYY', '4/12/1985', '1985-04-12'],
    ['YYYYMMDD', '19850412', '1985-04-12'],
    ['YYYY-MM-DD HH:mm:ss.SSS', '1985-04-12 00:00:00.000', '1985-04-12'],
    ['DD.MM.YYYY г.', '12.04.1985 г.', '1985-04-12'],
    ['HH:mm DD.MM.YYYY', '23:59 12.04.1985', '1985-04-12'],
    ['YYYY-MM-DDTHH:mm:ssZ', '1985-04-12T00:00:00+0300', '1985-04-12'],
  ])('by %s reads %s', (format, text, expected) => {
    expect(call('date', text, { format })).toBe(expected);
  });

  it.each([
    ['DD.MM.YYYY', '31.02.1985'],
    ['DD.MM.YYYY', '1.2.1985'],
    ['DD.MM.YYYY', '12.04.85'],
    ['DD.MM.YYYY', '12.04.1985 10:00'],
    ['DD.MM.YYYY', '12-04-1985'],
    ['DD.MM.YYYY', '1985-04-12'],
    ['DD.MM.YYYY', '12.04.1985\n'.repeat(20)],
    ['DD.MM.YYYY', '١٢.٠٤.١٩٨٥'],
    ['MM/DD/YYYY', '13/04/1985'],
    ['DD.MM.YYYY HH:mm', '12.04.1985 24:00'],
    ['DD.MM.YYYY HH:mm', '12.04.1985 23:60'],
    ['YYYY-MM-DDTHH:mmZ', '1985-04-12T10:00+19:00'],
  ])('by %s refuses %j', (format, text) => {
    expect(() => call('date', text, { format })).toThrow('this is not a date');
  });

  it.each(['dd.MM.yyyy', 'DD.MM.YY', '', 'day', '.*', 'DD.MM.YYYY a'])('refuses the pattern %j', format => {
    expect(() => call('date', '12.04.1985', { format })).toThrow('no other letters');
  });

  it.each(['MM.YYYY', 'DMYYYY', 'MDD/YYYY', 'D0M.YYYY', 'HH:mm'])('refuses to read by %j', format => {
    expect(() => call('date', '12.04.1985', { format })).toThrow('to read by, a pattern has');
  });

  it.each(['DD.MM.YYYY HH:MM', 'YYYY-mm-DD', 'DD.M.MM.YYYY', 'YYYY-MM-DD HH:ss'])(
    'refuses %j both ways',
    format => {
      expect(() => call('date', '12.04.1985', { format })).toThrow('each field once, and no mm without HH');
      expect(() => call('formatDate', '2026-03-01T09:05:07Z', format)).toThrow('each field once');
    },
  );

  it.each([
    [{ to: 'Mars/Olympus' }, 'there is no time zone'],
    [{ to: 'local' }, 'there is no time zone'],
    [{ to: 'system' }, 'there is no time zone'],
    [{ to: 'MSK' }, 'there is no time zone'],
    [{ to: '+3' }, 'there is no time zone'],
    [{ to: '' }, 'there is no time zone'],
    [{ zone: 'UTC' }, 'the options are format, from, to and no others'],
    [{ __proto__: null, constructor: 'UTC' }, 'the options are format, from, to and no others'],
    [{ to: 3 }, 'the option to is a text'],
    [{}, 'the options are nothing'],
    [{ from: 'UTC' }, 'with the option from'],
  ])('refuses the options %j', (options, message) => {
    expect(() => call('date', '2026-03-01T00:00:00Z', options)).toThrow(message);
  });

  it('of an option that is nothing is an error, for JSONata leaves the option out', async () => {
    await expect(
      evaluated("$date('2026-03-01T00:00:00Z', {'to': $request.body.zone})", { body: {} }),
    ).rejects.toThrow('the options are nothing');
  });

  it.each([
    ['1985-04-12', { to: 'America/New_York' }, '1985-04-12'],
    ['12.04.1985', { from: 'UTC', to: 'America/New_York' }, '1985-04-12'],
    ['2026-03-01T02:00:00+03:00', { to: 'UTC' }, '2026-02-28'],
    ['2026-03-01T02:00:00+03:00', { from: 'Asia/Tokyo', to: 'UTC' }, '2026-02-28'],
    ['2026-03-01 02:00:00', { from: 'Europe/Moscow', to: 'UTC' }, '2026-02-28'],
    ['2026-03-01 02:00:00', { from: '+03:00', to: '-01:00' }, '2026-02-28'],
    [1772316000000, { format: 'milliseconds', to: 'UTC' }, '2026-02-28'],
    ['1772316000', { format: 'seconds', to: 'UTC' }, '2026-02-28'],
    ['1772316000.75', { format: 'seconds', to: 'UTC' }, '2026-02-28'],
    [-1, { format: 'seconds', to: 'UTC' }, '1969-12-31'],
    ['/Date(-1)/', { to: 'UTC' }, '1969-12-31'],
  ])('of %j with %j is %s', (value, options, expected) => {
    expect(call('date', value, options)).toBe(expected);
  });

  it.each([
    // Milliseconds taken for seconds are far from any customer's life.
    [1772316000000, 'seconds'],
    [1e21, 'milliseconds'],
    ['', 'seconds'],
    ['0x10', 'seconds'],
    ['1e9', 'seconds'],
    ['2026-03-01', 'seconds'],
    [Number.NaN, 'seconds'],
    [true, 'seconds'],
  ])('of %j in %s is an error', (value, format) => {
    expect(() => call('date', value, { format, to: 'UTC' })).toThrow('this is not a date');
  });

  it('says for every moment and zone what Intl says (500 runs)', () => {
    fc.assert(
      fc.property(moment, zone, (at, to) => {
        expect(call('date', at, { format: 'milliseconds', to })).toBe(dayIn(to, at));
        expect(call('date', new Date(at).toISOString(), { to })).toBe(dayIn(to, at));
        expect(call('date', new Date(at).toISOString().slice(0, -1), { from: 'UTC', to })).toBe(
          dayIn(to, at),
        );
      }),
      runs,
    );
  });

  it('takes a day for one exactly when the calendar has it (2000 runs)', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), part(14), part(33), (year, month, date) => {
        const two = (number: number) => String(number).padStart(2, '0');
        const at = new Date(Date.UTC(year, month - 1, date));
        const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
        const text = `${two(date)}.${two(month)}.${year}`;
        for (const options of [undefined, { format: 'DD.MM.YYYY' }]) {
          const expected = exists
            ? `${year}-${two(month)}-${two(date)}`
            : new HelperError('this is not a date');
          expect(outcome('date', text, options)).toEqual(expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives for any text and any pattern a day or an error, which quotes neither (2000 runs)', () => {
    const letters = fc.constantFrom(
      ...'YYYY MM DD HH mm ss SSS Z D M H . / - : T 0 1 ( [ \\ $ г'.split(' '),
      ' ',
    );
    const pattern = fc.array(letters, { maxLength: 12 }).map(parts => parts.join(''));
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9TZ:. +/-]{0,40}$/));
    fc.assert(
      fc.property(text, fc.option(pattern, { nil: undefined }), (value, format) => {
        const result = outcome('date', value, format === undefined ? undefined : { format });
        if (result instanceof HelperError)
          expect(result.message).toMatch(/^(this is not a date|to read by|a pattern)/);
        else expect(result).toMatch(/^\d{4}-\d\d-\d\d$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('$formatDate', () => {
  it('writes what $date reads back (500 runs)', () => {
    const pattern = fc.constantFrom(
      'DD.MM.YYYY',
      'D.M.YYYY',
      'M/D/YYYY',
      'YYYYMMDD',
      'YYYY-MM-DD 00:00:00.000',
    );
    fc.assert(
      fc.property(day, pattern, (text, format) => {
        expect(call('date', call('formatDate', text, format), { format })).toBe(text);
      }),
      runs,
    );
  });

  it.each([
    ['1985-04-02', 'D.M.YYYY', undefined, '2.4.1985'],
    ['1985-04-02', 'D.M.YYYY', 'Asia/Tokyo', '2.4.1985'],
    ['2026-03-01T09:05:07.5Z', 'H:mm:ss.SSS', undefined, '9:05:07.500'],
    ['2026-03-01T09:05:07.5Z', 'HH:mm:ssZ', '-03:30', '05:35:07-03:30'],
    ['2026-03-01T09:05:07-03:30', 'Z', undefined, '-03:30'],
    ['2026-03-01 09:05:07', 'DD.MM.YYYY HH:mm', undefined, '01.03.2026 09:05'],
    ['/Date(1772316000000)/', 'YYYY-MM-DD', 'UTC', '2026-02-28'],
    ['0001-01-01T00:00:00Z', 'DD.MM.YYYY', undefined, '01.01.0001'],
    ['2026-03-01T00:00:00.999Z', 'seconds', undefined, 1772323200],
    ['2026-03-01T00:00:00.999Z', 'milliseconds', undefined, 1772323200999],
  ])('of %s by %s in %s is %s', (value, format, to, expected) => {
    expect(call('formatDate', value, format, to)).toBe(expected);
  });

  it.each([
    ['2026-03-01 09:05:07', 'HH:mmZ', undefined, 'say in which time zone'],
    ['/Date(1772316000000)/', 'YYYY-MM-DD', undefined, 'say in which time zone'],
    ['2026-03-01 09:05:07', 'HH:mm', 'UTC', 'does not say in which time zone'],
    ['2026-03-01 09:05:07', 'seconds', undefined, 'does not say in which time zone'],
    ['2026-03-01', 'seconds', undefined, 'a day is no moment'],
    ['2026-03-01', undefined, undefined, 'say by which pattern'],
    ['9999-12-31T23:00:00-03:00', 'YYYY', 'UTC', 'this is not a date'],
    ['0000-01-01T00:00:00+03:00', 'YYYY', 'UTC', 'this is not a date'],
  ])('of %s by %s in %s is an error', (value, format, to, message) => {
    expect(() => call('formatDate', value, format, to)).toThrow(message);
  });
});

describe('$instant', () => {
  it('of what the clocks of a zone show is the first moment at which they show it (500 runs)', () => {
    const format = 'YYYY-MM-DD HH:mm:ss.SSS';
    fc.assert(
      fc.property(moment, zone, (at, from) => {
        const iso = new Date(at).toISOString();
        const shown = call('formatDate', iso, format, from);
        const found = call('instant', shown, { from }) as string;
        expect(found <= iso).toBe(true);
        expect(call('formatDate', found, format, from)).toBe(shown);
      }),
      runs,
    );
  });

  it.each([
    // Twice: clocks in Berlin went back at three.
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Never: they went forward at two.
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-12-31T23:59:60Z', 'UTC', '2026-12-31T23:59:59.000Z'],
  ])('of %s in %s is %s', (text, from, expected) => {
    expect(call('instant', text, { from })).toBe(expected);
  });
});

describe('the borders of a day', () => {
  it('are its first and its last millisecond in every zone (1000 runs)', () => {
    fc.assert(
      fc.property(day, zone, (text, place) => {
        const start = call('dayStart', text, place, 'milliseconds') as number;
        const end = call('dayEnd', text, place, 'milliseconds') as number;
        const days = [start - 1, start, end, end + 1].map(at => dayIn(place, at) === text);
        expect(days).toEqual([false, true, true, false]);
        expect(call('instant', call('dayStart', text, place))).toBe(new Date(start).toISOString());
        expect(call('instant', call('dayEnd', text, place))).toBe(new Date(end).toISOString());
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    // 23 and 25 hours.
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T00:00:00.000+01:00', '2026-03-29T23:59:59.999+02:00'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T00:00:00.000+02:00', '2026-10-25T23:59:59.999+01:00'],
    // No midnight, two midnights, and a day that ends an hour later than it first seemed.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T01:00:00.000-02:00', '2018-11-04T23:59:59.999-02:00'],
    ['2026-10-25', 'Atlantic/Azores', '2026-10-25T00:00:00.000+00:00', '2026-10-25T23:59:59.999-01:00'],
    ['2018-02-17', 'America/Sao_Paulo', '2018-02-17T00:00:00.000-02:00', '2018-02-17T23:59:59.999-03:00'],
    ['2026-03-01', '+05:30', '2026-03-01T00:00:00.000+05:30', '2026-03-01T23:59:59.999+05:30'],
    ['2026-02-28', 'UTC', '2026-02-28T00:00:00.000+00:00', '2026-02-28T23:59:59.999+00:00'],
  ])('of %s in %s', (text, place, start, end) => {
    expect(call('dayStart', text, place)).toBe(start);
    expect(call('dayEnd', text, place)).toBe(end);
  });
});
