import { plainDecimal } from '../json/decimal.js';
import { isCalendarDay } from './calendar.js';
import type { ErrorName } from './errors.js';
import type { FieldKind } from './operations.js';
import { withoutPercents } from './percents.js';

/** What a value of each kind must be; messages say this and never the value, which may be personal. */
export const meaningOfKind: Readonly<Record<FieldKind, string>> = {
  msisdn: 'a phone number of 5 to 15 digits with its country code',
  date: 'a day of the calendar as YYYY-MM-DD',
  email: 'an email address',
  sex: 'one of m, f',
  text: 'a text of at most 1000 characters',
  texts: 'a list of at most 100 texts',
  cardNumber: 'a card number of 1 to 64 characters',
  segment: 'a text of 1 to 64 characters that can be part of a path',
};

/** The error that a value of the wrong kind is told by. */
export const errorOfKind: Readonly<Record<FieldKind, ErrorName>> = {
  msisdn: 'badMsisdn',
  date: 'badDate',
  email: 'badParameter',
  sex: 'badParameter',
  text: 'badParameter',
  texts: 'badParameter',
  cardNumber: 'badParameter',
  segment: 'badParameter',
};

/**
 * A request value of some kind in the one spelling in which it is handed on, `undefined` when it is none.
 *
 * @param value a text of the URL, or JSON of a body
 */
export function normalise(kind: FieldKind, value: unknown): string | string[] | undefined {
  if (kind === 'texts') return texts(value);
  if (kind === 'text') return text(value);
  if (kind === 'msisdn' && typeof value === 'number') return msisdn(String(value));
  if (kind === 'cardNumber' && typeof value === 'number') return cardDigits(value);
  return typeof value === 'string' ? normaliseText[kind](value) : undefined;
}

const normaliseText = { msisdn, date, email, sex, cardNumber: segment, segment };

/** People and programs write `+7 (920) 274-80-99`; the API says up to 15 digits without `+` (E.164). */
function msisdn(value: string): string | undefined {
  if (value.length > 40 || !/^\s*\+?[\d\s()-]+$/.test(value)) return undefined;
  const digits = value.replace(/\D/g, '');
  return /^[1-9]\d{4,14}$/.test(digits) ? digits : undefined;
}

function date(value: string): string | undefined {
  return isCalendarDay(value) ? value : undefined;
}

/** Not the grammar of RFC 5322: only what can be no address. 254 is the longest that SMTP carries. */
function email(value: string): string | undefined {
  return value.length <= 254 && /^[^\s\p{Cc}\p{Cs}@]+@[^\s\p{Cc}\p{Cs}@]+$/u.test(value) ? value : undefined;
}

const sexes: ReadonlyMap<string, string> = new Map([
  ['m', 'm'],
  ['male', 'm'],
  ['м', 'm'],
  ['f', 'f'],
  ['female', 'f'],
  ['ж', 'f'],
]);

function sex(value: string): string | undefined {
  return sexes.get(value.toLowerCase());
}

/** It becomes a segment of CRM paths: nothing in it may lead to another path, even decoded once more. */
function segment(value: string): string | undefined {
  return value.length <= 64 && staysInPlace(value) && staysInPlace(withoutPercents(value))
    ? value
    : undefined;
}

function staysInPlace(value: string): boolean {
  return value !== '.' && value !== '..' && !/[\p{Cc}\p{Cs}/\\]/u.test(value);
}

/** A number that a double would change is a text by now: none of the digits was lost. */
function cardDigits(value: number): string | undefined {
  return Number.isInteger(value) && value >= 0 ? segment(plainDecimal(value)) : undefined;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' && isText(value) ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length > 100) return undefined;
  return value.every(item => typeof item === 'string' && isText(item)) ? value : undefined;
}

/** Half a surrogate pair, which JSON can escape, has no form in UTF-8. */
function isText(value: string): boolean {
  return value.length <= 1000 && !/\p{Cs}/u.test(value);
}
