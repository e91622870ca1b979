import { isCalendarDay } from '../../loyalty-api/calendar.js';
import { type Helper, HelperError } from './helper.js';

export const date: Helper = {
  name: 'date',
  signature: '<s?:s>',
  summary: 'the calendar day of a date or an ISO timestamp, as it is written: no time zone moves it',
  examples: [
    { expression: "$date('2026-12-31T23:59:59+03:00')", gives: '2026-12-31' },
    { expression: "$date('1985-04-12')", gives: '1985-04-12' },
    { expression: "$date('31.12.2026')", gives: '2026-12-31' },
    { expression: '$date($request.query.startDate)', gives: undefined },
    { expression: "$date('2026-02-31')", gives: 'this is not a date', fails: true },
  ],
  run: (value?: string) => {
    if (value === undefined) return undefined;
    const dotted = /^(\d{2})\.(\d{2})\.(\d{4})(?=$|[ T])/.exec(value);
    const written = dotted ? `${dotted[3]}-${dotted[2]}-${dotted[1]}` : (/^[^T ]+/.exec(value)?.[0] ?? '');
    if (!isCalendarDay(written)) throw new HelperError('this is not a date');
    return written;
  },
};
