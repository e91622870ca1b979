import { type Helper, HelperError } from './helper.js';
import { readPhone, saidDigits } from './phone.js';

/** What systems keep, the most usual first. A mapping names those of its CRM, for each may cost a call. */
const usual = ['+*', '*', '8##########', '##########', '+7 (###) ###-##-##'];

/** All digits with the country code, or the ten behind the country code 7; no more digits than the 7 and the 8. */
const pattern = /^[+\d\s().-]*(?:\*|#[#\s().-]*)$/;

const MAX_LENGTH = 40;

/** @returns nothing when the pattern is for Russian numbers, and the number is none */
function spell(digits: string, by: string): string | undefined {
  if (by.endsWith('*')) return by.slice(0, -1) + digits;
  const behindCode = /^7(\d{10})$/.exec(digits)?.[1];
  let next = 0;
  return behindCode && by.replaceAll('#', () => behindCode.charAt(next++));
}

/**
 * What is no phone but has said its country code is searched for with its plus only: without it, 89620480100 is
 * somebody else's number in Russia.
 */
function keepsPlus(by: string): boolean {
  return by.startsWith('+') && by.endsWith('*');
}

function patternsOf(given: unknown): string[] {
  const patterns = (Array.isArray(given) ? given : [given]) as unknown[];
  return patterns.map(by => {
    const isPattern = typeof by === 'string' && by.length <= MAX_LENGTH && pattern.test(by);
    if (isPattern && (by.endsWith('*') || by.replaceAll(/[^#]/g, '').length === 10)) return by;
    throw new HelperError(
      'a pattern of phones ends with * for all digits, or has ten # for those behind the 7',
    );
  });
}

export const phoneForms: Helper = {
  name: 'phoneForms',
  signature: '<x?x?:a>',
  summary: 'the spellings under which a CRM may keep a phone number: the usual ones, or by patterns of yours',
  examples: [
    {
      expression: "$phoneForms('+79620480100')",
      gives: ['+79620480100', '79620480100', '89620480100', '9620480100', '+7 (962) 048-01-00'],
    },
    {
      expression: "$phoneForms('+79620480100', ['*', '8(###)###-##-##'])",
      gives: ['79620480100', '8(962)048-01-00'],
    },
    { expression: "$phoneForms('+375291234567')", gives: ['+375291234567', '375291234567'] },
    { expression: "'8 (962) 048-01-00' in $phoneForms('+79620480100', '8 (###) ###-##-##')", gives: true },
    { expression: "$phoneForms('+12345')", gives: ['+12345'] },
    { expression: "$phoneForms('+89620480100')", gives: ['+89620480100'] },
    { expression: '$phoneForms($request.query.msisdn)', gives: undefined },
    { expression: "$phoneForms('ask at the desk')", gives: 'this is not a phone number', fails: true },
    {
      expression: "$phoneForms('+375291234567', ['8##########'])",
      gives: 'no pattern is for a number of this country',
      fails: true,
    },
    {
      expression: "$phoneForms('+79620480100', ['8#########'])",
      gives: 'a pattern of phones ends with * for all digits, or has ten # for those behind the 7',
      fails: true,
    },
  ],
  run: (value: unknown, given: unknown = usual) => {
    if (value === undefined) return undefined;
    const full = readPhone(value);
    const digits = full ?? saidDigits(value);
    if (digits === undefined) throw new HelperError('this is not a phone number');
    const patterns = patternsOf(given).filter(by => full !== undefined || keepsPlus(by));
    const spellings = patterns.flatMap(by => spell(digits, by) ?? []);
    // To search by none finds nobody, and a second card would be issued.
    if (spellings.length === 0) throw new HelperError('no pattern is for a number of this country');
    return [...new Set(spellings)];
  },
};
