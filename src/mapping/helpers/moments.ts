import { writeBy } from './date-pattern.js';
import { HelperError } from './helper.js';
import { clockOf, type Dated } from './read-date.js';
import { momentWhen, zoneOf } from './zones.js';

/** @param from the time zone of what does not say its own */
export function momentOf(read: Dated, from?: string): number {
  if (read.kind === 'moment') return read.moment;
  if (read.kind === 'day') throw new HelperError('a day is no moment: take $dayStart or $dayEnd');
  if (read.offset !== undefined) return clockOf(read) - read.offset;
  if (from !== undefined) return momentWhen(zoneOf(from), clockOf(read));
  throw new HelperError('the time does not say in which time zone it is: say so with the option from');
}

export function isEpoch(format: string): format is 'seconds' | 'milliseconds' {
  return format === 'seconds' || format === 'milliseconds';
}

export function epoch(format: 'seconds' | 'milliseconds', moment: number): number {
  return format === 'seconds' ? Math.floor(moment / 1000) : moment;
}

/** What clocks and calendar of a zone show at a moment. */
export function shownIn(zone: string, moment: number, format: string): string {
  const offset = zoneOf(zone)(moment);
  return writeBy(format, moment + offset, offset);
}
