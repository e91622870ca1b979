import { isCalendarDay } from '../../loyalty-api/calendar.js';
import { type Reading, readBy } from './date-pattern.js';
import { HelperError } from './helper.js';

/**
 * What a CRM wrote: a day; what calendar and clocks showed, with their offset from UTC where it was written; or a
 * moment, which says nothing of a calendar until it is known whose.
 */
export type Dated =
  | { readonly kind: 'day'; readonly day: string }
  | Shown
  | { readonly kind: 'moment'; readonly moment: number };

/** The time is `HH:mm:ss.SSS`, the offset in milliseconds. */
interface Shown {
  readonly kind: 'shown';
  readonly day: string;
  readonly time: string;
  readonly offset?: number;
}

/** What calendar and clocks showed, in milliseconds as if they were in UTC. */
export function clockOf({ day, time }: Shown): number {
  return Date.parse(`${day}T${time}Z`);
}

/** Seconds, their fraction and the zone may be left out; 1C writes the first hours with one digit. */
const time =
  /(?:[T ](?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?(?<zone>Z| ?[+-]\d\d(?::?\d\d)?)?)?$/;

/** ISO 8601 with T or a space; the day as Russians write it; ISO 8601 without marks, as on fiscal receipts. */
const usual = [
  new RegExp(`^(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)${time.source}`),
  new RegExp(`^(?<day>\\d\\d)\\.(?<month>\\d\\d)\\.(?<year>\\d{4})${time.source}`),
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?<zone>Z)?$/,
];

/** How the JSON of older .NET services writes a moment; the offset that may follow does not change which. */
const dotNet = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

const MAX_LENGTH = 100;

/** The first and the last moment of the years that YYYY can write. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads a date strictly: the 31st of February is none.
 *
 * @param format `seconds`, `milliseconds`, a pattern; by default any of the spellings that need no telling
 * @throws HelperError
 */
export function readDate(value: unknown, format?: string): Dated {
  const read = typeof value === 'number' || typeof value === 'string' ? readIn(format, value) : undefined;
  if (!read) throw new HelperError('this is not a date');
  return read;
}

function readIn(format: string | undefined, value: string | number): Dated | undefined {
  if (format === 'seconds') return momentOf(value, 1000);
  if (format === 'milliseconds') return momentOf(value, 1);
  if (typeof value === 'number' || value.length > MAX_LENGTH) return undefined;
  const text = value.trim();
  if (format !== undefined) return datedOf(readBy(format, text));
  const [, milliseconds] = dotNet.exec(text) ?? [];
  return milliseconds === undefined ? datedOf(readUsual(text)) : momentOf(milliseconds, 1);
}

function momentOf(value: string | number, unit: number): Dated | undefined {
  const text = String(value);
  const moment = Math.floor(Number(text) * unit);
  const isReadable = /^-?\d{1,15}(?:\.\d+)?$/.test(text) && moment >= FIRST && moment <= LAST;
  return isReadable ? { kind: 'moment', moment } : undefined;
}

function readUsual(text: string): Reading | undefined {
  for (const shape of usual) {
    const read = shape.exec(text);
    if (read) return read.groups as unknown as Reading;
  }
  return undefined;
}

function datedOf(reading: Reading | undefined): Dated | undefined {
  if (!reading) return undefined;
  const { year, month, day, hour, minute = '00', second = '00', fraction = '', zone } = reading;
  const calendarDay = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isCalendarDay(calendarDay)) return undefined;
  if (hour === undefined) return { kind: 'day', day: calendarDay };
  // A leap second has no number of its own in epoch time (POSIX, 4.19): the 60th is the 59th once more.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds = second === '60' ? '59' : second;
  const time = `${hour.padStart(2, '0')}:${minute}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const offset = offsetOf(zone);
  if (Number.isNaN(offset)) return undefined;
  return { kind: 'shown', day: calendarDay, time, offset };
}

/** In milliseconds; NaN when no clocks are so far from UTC. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? ['', '+', '0'];
  if (Number(hours) > 18 || Number(minutes) > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
