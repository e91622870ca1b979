import { type Helper, HelperError } from './helper.js';

/**
 * E.164: at most 15 digits, the first no 0; fewer than 10 is no number that a customer has. Behind country code 7
 * (Russia, Kazakhstan) come ten digits, the first never 0, 1 or 2 of a number that somebody has. No customer's country
 * code begins with 80, 810 or 89: there an 8 was dialled in front, within Belarus, to go abroad, or behind a plus that
 * does not belong there.
 */
const fullNumber = /^(?:7[3-9]\d{9}|(?!7|80|810|89)[1-9]\d{9,14})$/;

/** More than anybody writes; what is longer need not be looked at. */
const MAX_LENGTH = 100;

/**
 * The digits of a phone number with its country code, in any of the spellings that CRMs keep. What could be two
 * numbers is an error: it would find another customer, or nobody.
 */
function phoneDigits(value: unknown): string {
  const digits = readPhone(value);
  if (digits === undefined) throw new HelperError('this is not a phone number');
  return digits;
}

/** The same, and `undefined` for what is no phone number. */
export function readPhone(value: unknown): string | undefined {
  if (typeof value !== 'string' && !Number.isInteger(value)) return undefined;
  const text = String(value).trim();
  // Not a minus in front: a negative number is no phone.
  const isSpelling = text.length <= MAX_LENGTH && /^\+?\(?\d[\d\s()\-.]*$/.test(text);
  const digits = isSpelling ? withCountryCode(text) : undefined;
  return digits !== undefined && isFull(digits, text.startsWith('+')) ? digits : undefined;
}

/**
 * A plus and digits alone, as many as Koshelek's phones may have: a text that has said its country code, be it a
 * number that nobody has.
 */
export function saidDigits(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\+([1-9]\d{4,14})$/.exec(value)?.[1] : undefined;
}

/** Behind a plus 7 is nothing but the country code: with ten digits the number is Russian, if a fictitious one. */
function isFull(digits: string, hasPlus: boolean): boolean {
  return fullNumber.test(digits) || (hasPlus && /^7\d{10}$/.test(digits));
}

/** `undefined` when it does not say which country's number it is, or does not look like one number. */
function withCountryCode(text: string): string | undefined {
  const groups = text.match(/\d+/g) ?? [];
  if (!isOneNumber(groups)) return undefined;
  const digits = groups.join('');
  if (text.startsWith('+')) return digits;
  // The prefix for calls abroad that the ITU recommends (E.164), and most countries use.
  if (digits.startsWith('00')) return digits.slice(2);
  // As it is dialled within Russia, and as it is written without the 8. Ten digits that begin otherwise may also be
  // a number that lost its last digit, or that of another country.
  if (/^8[3-9]\d{9}$/.test(digits)) return `7${digits.slice(1)}`;
  if (/^9\d{9}$/.test(digits)) return `7${digits}`;
  const isRussian = /^7\d{10}$/.test(digits);
  const mayBeginWithCountryCode = digits.length > 10 && (groups.length === 1 || isCountryCode(groups[0]));
  return isRussian || mayBeginWithCountryCode ? digits : undefined;
}

/** A single digit at the end, and all that follows a whole number, is an extension or a slip. */
function isOneNumber(groups: readonly string[]): boolean {
  const last = groups.length - 1;
  return groups.every((group, at) => (at === last ? group.length > 1 : group.length < 10));
}

function isCountryCode(group = ''): boolean {
  return group.length <= 3;
}

export const phone: Helper = {
  name: 'phone',
  signature: '<(sn)?s?:s>',
  summary: 'a phone number as digits with the country code, with a prefix of your choice before them',
  examples: [
    { expression: "$phone('+7 (962) 048-01-00')", gives: '79620480100' },
    { expression: "$phone('8 962 048 01 00', '+')", gives: '+79620480100' },
    { expression: '$phone(79620480100)', gives: '79620480100' },
    { expression: "$phone('00 375 29 123-45-67')", gives: '375291234567' },
    { expression: "$phone('+70001234567')", gives: '70001234567' },
    { expression: '$phone($request.query.msisdn)', gives: undefined },
    { expression: "$phone('ask at the desk')", gives: 'this is not a phone number', fails: true },
    { expression: "$phone('8123456789')", gives: 'this is not a phone number', fails: true },
  ],
  run: (value?: string | number, prefix = '') =>
    value === undefined ? undefined : prefix + phoneDigits(value),
};
