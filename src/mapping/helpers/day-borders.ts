import { type Helper, HelperError } from './helper.js';
import { epoch, isEpoch, shownIn } from './moments.js';
import { readDate } from './read-date.js';
import { momentWhen, type Zone, zoneOf } from './zones.js';

const DAY = 24 * 60 * 60 * 1000;

export const dayStart: Helper = {
  name: 'dayStart',
  signature: '<s?s?s?:x>',
  summary: 'the first moment of a day in a time zone, in ISO 8601, by a pattern or as epoch time',
  examples: [
    { expression: "$dayStart('2026-03-01', 'Europe/Moscow')", gives: '2026-03-01T00:00:00.000+03:00' },
    { expression: "$dayStart('2026-03-01', 'Europe/Moscow', 'seconds')", gives: 1772312400 },
    {
      expression: "$dayStart('2026-03-01', 'Europe/Moscow', 'YYYY-MM-DD HH:mm:ss')",
      gives: '2026-03-01 00:00:00',
    },
    {
      expression: "$formatDate($dayStart('2026-03-01', 'Europe/Moscow'), 'YYYY-MM-DD HH:mm:ss.SSS', 'UTC')",
      gives: '2026-02-28 21:00:00.000',
    },
    // Egypt puts its clocks forward at midnight.
    { expression: "$dayStart('2026-04-24', 'Africa/Cairo')", gives: '2026-04-24T01:00:00.000+03:00' },
    { expression: "$dayStart($request.query.startDate, 'Europe/Moscow')", gives: undefined },
    { expression: "$dayStart('2026-02-31', 'Europe/Moscow')", gives: 'this is not a date', fails: true },
    {
      expression: "$dayStart('2026-03-01T10:00:00Z', 'Europe/Moscow')",
      gives: 'this is not a day: take $date first',
      fails: true,
    },
    {
      expression: "$dayStart('2026-03-01', 'Moscow')",
      gives: 'there is no time zone of this name: write Europe/Moscow, UTC or +03:00',
      fails: true,
    },
    { expression: "$dayStart('2026-03-01')", gives: 'say in which time zone', fails: true },
  ],
  run: (day?: string, zone?: string, format?: string) =>
    border(day, zone, format, (midnight, place) => momentWhen(place, midnight)),
};

export const dayEnd: Helper = {
  name: 'dayEnd',
  signature: '<s?s?s?:x>',
  summary: 'the last millisecond of a day in a time zone, in ISO 8601, by a pattern or as epoch time',
  examples: [
    { expression: "$dayEnd('2026-03-31', 'Europe/Moscow')", gives: '2026-03-31T23:59:59.999+03:00' },
    { expression: "$dayEnd('2026-03-31', 'Europe/Moscow', 'seconds')", gives: 1774990799 },
    {
      expression: "$dayEnd('31.03.2026', 'Europe/Moscow', 'DD.MM.YYYY HH:mm:ss')",
      gives: '31.03.2026 23:59:59',
    },
    { expression: "$dayEnd($request.query.endDate, 'Europe/Moscow')", gives: undefined },
    { expression: "$dayEnd('2026-02-31', 'Europe/Moscow')", gives: 'this is not a date', fails: true },
    { expression: "$dayEnd('2026-03-31')", gives: 'say in which time zone', fails: true },
  ],
  // The next day may begin at one o'clock, and a day may have 23 or 25 hours.
  run: (day?: string, zone?: string, format?: string) =>
    border(day, zone, format, (midnight, place) => momentWhen(place, midnight + DAY) - 1),
};

/** @param find the border, from the midnight at which the day begins on the clocks of the zone */
function border(
  day: string | undefined,
  zone: string | undefined,
  format: string | undefined,
  find: (midnight: number, zone: Zone) => number,
): unknown {
  if (day === undefined) return undefined;
  const read = readDate(day);
  if (read.kind !== 'day') throw new HelperError('this is not a day: take $date first');
  if (zone === undefined) throw new HelperError('say in which time zone');
  const moment = find(Date.parse(read.day), zoneOf(zone));
  if (format !== undefined && isEpoch(format)) return epoch(format, moment);
  return shownIn(zone, moment, format ?? 'YYYY-MM-DDTHH:mm:ss.SSSZ');
}
