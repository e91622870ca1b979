import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalendarDay } from '../../src/loyalty-api/calendar.js';

describe('isCalendarDay', () => {
  it.each(['2026-01-31', '2024-02-29', '2000-02-29', '1985-04-12', '0001-01-01'])('%s is a day', text => {
    expect(isCalendarDay(text)).toBe(true);
  });

  it.each([
    '',
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '12.04.1985',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '20260101',
    '٢٠٢٦-٠١-٠١',
  ])('%j is none', text => {
    expect(isCalendarDay(text)).toBe(false);
  });

  it('agrees with the calendar of JavaScript', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(dates, date => isCalendarDay(date.toISOString().slice(0, 10))));
  });
});
