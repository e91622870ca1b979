import { isCalendarDay } from '../../loyalty-api/calendar.js';
import { type Helper, HelperError } from './helper.js';

/** ISO 8601 with T or a space, or the day as Russians write it. */
const written = /^(?:(\d{4}-\d{2}-\d{2})|(\d{2})\.(\d{2})\.(\d{4}))(?:[T ](.+))?$/;

/** Seconds, their fraction and the zone may be left out; 1C writes the first hours with one digit. */
const timeOfDay =
  /^(?:[01]?\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z| ?[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)?$/;

export const date: Helper = {
  name: 'date',
  signature: '<s?:s>',
  summary: 'the calendar day of a date or an ISO timestamp, as it is written: no time zone moves it',
  examples: [
    { expression: "$date('2026-12-31T23:59:59+03:00')", gives: '2026-12-31' },
    { expression: "$date('1985-04-12')", gives: '1985-04-12' },
    { expression: "$date('31.12.2026 9:30:00')", gives: '2026-12-31' },
    { expression: '$date($request.query.startDate)', gives: undefined },
    { expression: "$date('2026-02-31')", gives: 'this is not a date', fails: true },
    { expression: "$date('2026-12-31T25:00')", gives: 'this is not a date', fails: true },
  ],
  run: (value?: string) => {
    if (value === undefined) return undefined;
    const [, iso, day, month, year, time] = written.exec(value.trim()) ?? [];
    const found = iso ?? `${year}-${month}-${day}`;
    if (!isCalendarDay(found) || (time !== undefined && !timeOfDay.test(time))) {
      throw new HelperError('this is not a date');
    }
    return found;
  },
};
