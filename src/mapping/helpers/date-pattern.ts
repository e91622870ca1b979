import { HelperError } from './helper.js';

/** The fields of a pattern, what each is called in a reading, and what it looks like. */
const fields: ReadonlyMap<string, { readonly name: keyof Reading; readonly shape: string }> = new Map([
  ['YYYY', { name: 'year', shape: '\\d{4}' }],
  ['MM', { name: 'month', shape: '\\d\\d' }],
  ['M', { name: 'month', shape: '\\d\\d?' }],
  ['DD', { name: 'day', shape: '\\d\\d' }],
  ['D', { name: 'day', shape: '\\d\\d?' }],
  ['HH', { name: 'hour', shape: '\\d\\d' }],
  ['H', { name: 'hour', shape: '\\d\\d?' }],
  ['mm', { name: 'minute', shape: '\\d\\d' }],
  ['ss', { name: 'second', shape: '\\d\\d' }],
  ['SSS', { name: 'fraction', shape: '\\d{3}' }],
  ['Z', { name: 'zone', shape: '(?:Z|[+-]\\d\\d:?\\d\\d)' }],
]);

/** The digits that a date was written with. */
export interface Reading {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
  readonly fraction?: string;
  readonly zone?: string;
}

const clock: readonly (keyof Reading)[] = ['hour', 'minute', 'second', 'fraction'];

const MAX_LENGTH = 100;

/** The texts between fields at even places, the fields at odd ones. */
function partsOf(pattern: string): string[] {
  const parts = pattern.split(/(YYYY|SSS|MM|DD|HH|mm|ss|M|D|H|Z)/);
  const isLong = pattern.length > MAX_LENGTH;
  // YYYY is wanted by one system and yyyy by another. Unknown letters would be sent as they are.
  if (isLong || parts.length === 1 || parts.some((part, at) => at % 2 === 0 && /[A-SU-Za-z]/.test(part))) {
    throw new HelperError(
      'a pattern of dates is made of YYYY MM DD HH mm ss SSS Z, M D H, and no other letters',
    );
  }
  const names = parts.flatMap(part => fields.get(part)?.name ?? []);
  const isTwice = new Set(names).size < names.length;
  // mm and MM are easily taken for each other.
  const isTorn = clock.some(
    (name, at) => at > 0 && names.includes(name) && !names.includes(clock[at - 1] ?? name),
  );
  if (isTwice || isTorn) {
    throw new HelperError('a pattern of dates has each field once, and no mm without HH, ss without mm');
  }
  return parts;
}

/**
 * Reads a date that is written by a pattern such as `DD.MM.YYYY`, digit by digit and to its end.
 *
 * @throws HelperError when the pattern is none to read dates by
 */
export function readBy(pattern: string, text: string): Reading | undefined {
  const parts = partsOf(pattern);
  const source = parts.map((part, at) => {
    const field = at % 2 === 1 && fields.get(part);
    if (!field) return part.replaceAll(/[^\w\s]/g, '\\$&');
    // 1112026 is the 11th of January or the 1st of November.
    const next = parts[at + 1] || parts[at + 2] || '';
    if (field.shape.endsWith('?') && /^[\dYMDHmsSZ]/.test(next)) throw unreadable();
    return `(?<${field.name}>${field.shape})`;
  });
  const regex = source.join('');
  if (!['year', 'month', 'day'].every(name => regex.includes(`(?<${name}>`))) throw unreadable();
  return new RegExp(`^${regex}$`).exec(text)?.groups as Reading | undefined;
}

function unreadable(): HelperError {
  return new HelperError('to read by, a pattern has year, month and day, and a mark behind M, D, H');
}

/**
 * Writes what clocks and calendar show.
 *
 * @param at in milliseconds as if they were in UTC
 * @param offset how many milliseconds they are ahead of UTC
 */
export function writeBy(pattern: string, at: number, offset: number): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] =
    isoOf(at).match(/\d+/g) ?? [];
  const written: Record<string, string> = {
    YYYY: year,
    MM: month,
    M: String(Number(month)),
    DD: day,
    D: String(Number(day)),
    HH: hour,
    H: String(Number(hour)),
    mm: minute,
    ss: second,
    SSS: fraction,
    Z: offsetText(offset),
  };
  return partsOf(pattern)
    .map((part, index) => (index % 2 === 1 ? written[part] : part))
    .join('');
}

/** @throws HelperError for a year that YYYY cannot write */
export function isoOf(at: number): string {
  const iso = new Date(at).toISOString();
  if (iso.length === '2026-03-15T12:00:00.000Z'.length) return iso;
  throw new HelperError('this is not a date');
}

/** Whether a pattern has more than a day. */
export function hasTime(pattern: string): boolean {
  return partsOf(pattern).some((part, at) => at % 2 === 1 && /[HmsSZ]/.test(part));
}

export function hasZone(pattern: string): boolean {
  return partsOf(pattern).some((part, at) => at % 2 === 1 && part === 'Z');
}

/** +03:00. Before there were zones clocks differed by seconds too, which ISO 8601 does not write. */
function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
