import { type Helper, HelperError } from './helper.js';

/** E.164: at most 15 digits with the country code. Fewer than 10 is no number that a customer has. */
const DIGITS = { least: 10, most: 15 };

/**
 * The digits of a phone number with its country code, in any of the spellings that CRMs keep. The Russian
 * trunk prefix 8 and the bare ten digits are read as country code 7.
 */
export function phoneDigits(value: string | number): string {
  const text = String(value).trim();
  // Not a minus in front: a negative number is no phone.
  if (!/^\+?\(?\d[\d\s()\-.]*$/.test(text)) throw new HelperError('this is not a phone number');
  const full = withCountryCode(text.replace(/\D/g, ''), text.startsWith('+'));
  if (full.length < DIGITS.least || full.length > DIGITS.most)
    throw new HelperError('this is not a phone number');
  return full;
}

function withCountryCode(digits: string, isInternational: boolean): string {
  if (isInternational) return digits;
  if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`;
  return digits.length === 10 && digits.startsWith('9') ? `7${digits}` : digits;
}

export const phone: Helper = {
  name: 'phone',
  signature: '<(sn)?s?:s>',
  summary: 'a phone number as digits with the country code, with a prefix of your choice before them',
  examples: [
    { expression: "$phone('+7 (962) 048-01-00')", gives: '79620480100' },
    { expression: "$phone('8 962 048 01 00', '+')", gives: '+79620480100' },
    { expression: '$phone(79620480100)', gives: '79620480100' },
    { expression: '$phone($request.query.msisdn)', gives: undefined },
    { expression: "$phone('ask at the desk')", gives: 'this is not a phone number', fails: true },
  ],
  run: (value?: string | number, prefix = '') =>
    value === undefined ? undefined : prefix + phoneDigits(value),
};
