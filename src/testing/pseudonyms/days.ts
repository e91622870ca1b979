import { isCalendarDay } from '../../loyalty-api/calendar.js';

const DAY = 86_400_000;

/** How days are written. Each finds its day by the groups of these names. */
const patterns = [
  /(?<year>\d{4})(?<mark>[-/.])(?<month>\d\d)\k<mark>(?<day>\d\d)/,
  /(?<day>\d\d?)(?<mark>[./-])(?<month>\d\d?)\k<mark>(?<year>\d{4})/,
  /(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)/,
];

/** The day that a text begins with, as `YYYY-MM-DD`. */
export function dayIn(text: string): string | undefined {
  for (const pattern of patterns) {
    const groups = new RegExp(`^${pattern.source}(?!\\d)`).exec(text)?.groups;
    if (groups) return calendarDay(groups);
  }
  return undefined;
}

/** The same text with another day, written as this one is. */
export function withDay(text: string, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  for (const pattern of patterns) {
    const groups = new RegExp(`^${pattern.source}(?!\\d)`).exec(text)?.groups;
    if (!groups || calendarDay(groups) === undefined) continue;
    const { mark = '' } = groups;
    const short = (part: string, like = '') => (like.length === 1 ? String(Number(part)) : part);
    const parts = [short(month, groups.month), short(date, groups.day)];
    const written = /^\d{4}/.test(text) ? [year, ...parts] : [parts[1], parts[0], year];
    const length = (groups.year ?? '').length + (groups.month ?? '').length + (groups.day ?? '').length;
    return written.join(mark) + text.slice(length + 2 * mark.length);
  }
  return text;
}

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** A moment in seconds or milliseconds, as somebody's birth is written at times, so many days later. */
export function shiftedMoment(moment: string, days: number): string {
  const unit = Math.abs(Number(moment)) < 1e11 ? 1_000 : 1;
  return String(Number(moment) + (days * DAY) / unit);
}

function calendarDay(groups: Record<string, string>): string | undefined {
  const { year, month = '', day = '' } = groups;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDay(written) ? written : undefined;
}
