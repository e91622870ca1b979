import { hasTime, hasZone, isoOf, writeBy } from './date-pattern.js';
import { type Helper, HelperError } from './helper.js';
import { epoch, isEpoch, momentOf, shownIn } from './moments.js';
import { optionsOf } from './options.js';
import { clockOf, readDate } from './read-date.js';

export const date: Helper = {
  name: 'date',
  signature: '<x?o?:s>',
  summary: 'the calendar day of a date or a timestamp: as it is written, or in a time zone of your choice',
  examples: [
    { expression: "$date('2026-12-31T23:59:59+03:00')", gives: '2026-12-31' },
    { expression: "$date('1985-04-12')", gives: '1985-04-12' },
    { expression: "$date('31.12.2026 9:30:00')", gives: '2026-12-31' },
    { expression: "$date('20190814T1905')", gives: '2019-08-14' },
    { expression: "$date('04/12/1985', {'format': 'MM/DD/YYYY'})", gives: '1985-04-12' },
    { expression: "$date(1767214800, {'format': 'seconds', 'to': 'Europe/Moscow'})", gives: '2026-01-01' },
    {
      expression: "$date('/Date(1767214800000+0300)/', {'to': 'Europe/Moscow'})",
      gives: '2026-01-01',
    },
    { expression: "$date('2025-12-31T21:00:00Z', {'to': 'Europe/Moscow'})", gives: '2026-01-01' },
    {
      expression: "$date('2025-12-31 21:00:00', {'from': 'UTC', 'to': 'Europe/Moscow'})",
      gives: '2026-01-01',
    },
    { expression: '$date($request.query.startDate)', gives: undefined },
    { expression: "$date('2026-02-31')", gives: 'this is not a date', fails: true },
    { expression: "$date('31.02.1985', {'format': 'DD.MM.YYYY'})", gives: 'this is not a date', fails: true },
    { expression: "$date('2026-12-31T25:00')", gives: 'this is not a date', fails: true },
    { expression: '$date(1767214800)', gives: 'this is not a date', fails: true },
    {
      expression: "$date(1767214800, {'format': 'seconds'})",
      gives: 'a moment is another day elsewhere: say in which time zone with the option to',
      fails: true,
    },
  ],
  run: (value: unknown, given?: object) => {
    if (value === undefined) return undefined;
    const { format, from, to } = optionsOf(given, ['format', 'from', 'to']);
    const read = readDate(value, format);
    if (from !== undefined && to === undefined) {
      throw new HelperError('with the option from the day is that of the option to, which is missing');
    }
    if (to !== undefined && read.kind !== 'day') return shownIn(to, momentOf(read, from), 'YYYY-MM-DD');
    if (read.kind !== 'moment') return read.day;
    throw new HelperError('a moment is another day elsewhere: say in which time zone with the option to');
  },
};

export const instant: Helper = {
  name: 'instant',
  signature: '<x?o?:s>',
  summary: 'the moment that a timestamp means, in UTC and written as $now() writes it, so that texts compare',
  examples: [
    { expression: "$instant('2026-03-01T00:30:00+03:00')", gives: '2026-02-28T21:30:00.000Z' },
    {
      expression: "$instant('2026-03-01 00:30:00', {'from': 'Europe/Moscow'})",
      gives: '2026-02-28T21:30:00.000Z',
    },
    { expression: "$instant(1767214800, {'format': 'seconds'})", gives: '2025-12-31T21:00:00.000Z' },
    { expression: "$instant('2026-03-15T11:59:59Z') < $now()", gives: true },
    { expression: '$instant($request.body.at)', gives: undefined },
    {
      expression: "$instant('2026-03-01 00:30:00')",
      gives: 'the time does not say in which time zone it is: say so with the option from',
      fails: true,
    },
    {
      expression: "$instant('2026-03-01')",
      gives: 'a day is no moment: take $dayStart or $dayEnd',
      fails: true,
    },
  ],
  run: (value: unknown, given?: object) => {
    if (value === undefined) return undefined;
    const { format, from } = optionsOf(given, ['format', 'from']);
    return isoOf(momentOf(readDate(value, format), from));
  },
};

export const formatDate: Helper = {
  name: 'formatDate',
  signature: '<s?s?s?:x>',
  summary:
    'a date or a timestamp by a pattern, or as epoch seconds or milliseconds; in a time zone of your choice',
  examples: [
    { expression: "$formatDate('1985-04-12', 'DD.MM.YYYY')", gives: '12.04.1985' },
    { expression: "$formatDate('31.12.2026 9:30:00', 'YYYY-MM-DD HH:mm:ss')", gives: '2026-12-31 09:30:00' },
    {
      expression: "$formatDate($now(), 'YYYY-MM-DDTHH:mm:ssZ', 'Europe/Moscow')",
      gives: '2026-03-15T15:00:00+03:00',
    },
    { expression: "$formatDate('2026-03-01T00:00:00+03:00', 'seconds')", gives: 1772312400 },
    { expression: "$formatDate($request.query.startDate, 'DD.MM.YYYY')", gives: undefined },
    { expression: "$formatDate('2026-02-31', 'DD.MM.YYYY')", gives: 'this is not a date', fails: true },
    {
      expression: "$formatDate('2026-03-01', 'YYYY-MM-DD HH:mm')",
      gives: 'a day has no time: take $dayStart or $dayEnd, or a pattern without time',
      fails: true,
    },
    {
      expression: "$formatDate('2026-03-01', 'dd.MM.yyyy')",
      gives: 'a pattern of dates is made of YYYY MM DD HH mm ss SSS Z, M D H, and no other letters',
      fails: true,
    },
  ],
  run: (value?: string, format?: string, zone?: string) => {
    if (value === undefined) return undefined;
    if (format === undefined) throw new HelperError('say by which pattern');
    const read = readDate(value);
    if (isEpoch(format)) return epoch(format, momentOf(read));
    if (read.kind === 'day') return writeDay(read.day, format);
    if (zone !== undefined) return shownIn(zone, momentOf(read), format);
    if (read.kind === 'moment' || (read.offset === undefined && hasZone(format))) {
      throw new HelperError('say in which time zone');
    }
    return writeBy(format, clockOf(read), read.offset ?? 0);
  },
};

function writeDay(day: string, format: string): string {
  if (hasTime(format)) {
    throw new HelperError('a day has no time: take $dayStart or $dayEnd, or a pattern without time');
  }
  return writeBy(format, Date.parse(day), 0);
}
