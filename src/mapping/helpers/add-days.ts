import { type Helper, HelperError } from './helper.js';
import { readDate } from './read-date.js';

const DAY = 24 * 60 * 60 * 1000;

/** The days of the years that YYYY can write have neighbours but for these two. */
const FIRST = Date.parse('0001-01-01');
const LAST = Date.parse('9999-12-31');

export const addDays: Helper = {
  name: 'addDays',
  signature: '<x?n?:s>',
  summary:
    'the day so many days after a day, or before it; at most the last or the first that can be written',
  examples: [
    { expression: "$addDays('2026-02-28', 1)", gives: '2026-03-01' },
    { expression: "$addDays('2026-03-01', -1)", gives: '2026-02-28' },
    { expression: "$addDays('01.03.2026', -1)", gives: '2026-02-28' },
    { expression: "$addDays('9999-12-31', 2)", gives: '9999-12-31' },
    { expression: "$addDays('0001-01-01', -1)", gives: '0001-01-01' },
    { expression: '$addDays($request.query.endDate, 1)', gives: undefined },
    { expression: "$addDays('2026-02-31', 1)", gives: 'this is not a date', fails: true },
    {
      expression: "$addDays('2026-03-01T10:00:00Z', 1)",
      gives: 'this is not a day: take $date first',
      fails: true,
    },
    { expression: "$addDays('2026-03-01', 0.5)", gives: 'days are counted in whole numbers', fails: true },
  ],
  run: (value: unknown, days?: number) => {
    if (value === undefined || days === undefined) return undefined;
    const read = readDate(value);
    if (read.kind !== 'day') throw new HelperError('this is not a day: take $date first');
    if (!Number.isInteger(days)) throw new HelperError('days are counted in whole numbers');
    // A day of UTC always has 24 hours.
    const moment = Math.min(Math.max(Date.parse(read.day) + days * DAY, FIRST), LAST);
    return new Date(moment).toISOString().slice(0, 10);
  },
};
