import { type Helper, HelperError } from './helper.js';
import { readPhone, saidDigits } from './phone.js';

/** With the country code; `undefined` for what could be two numbers, or is none. */
function digitsOf(value: unknown): string | undefined {
  return readPhone(value) ?? saidDigits(value);
}

export const samePhone: Helper = {
  name: 'samePhone',
  signature: '<x?x?:b>',
  summary:
    'whether what a CRM keeps, in any spelling, is this phone with its country code; false for what is unreadable',
  examples: [
    { expression: "$samePhone('8 (962) 048-01-00', '+79620480100')", gives: true },
    { expression: "$samePhone(79620480100, '+79620480100')", gives: true },
    { expression: "$samePhone('+7 962 048-01-01', '+79620480100')", gives: false },
    { expression: "$samePhone('89620480100', '+89620480100')", gives: false },
    { expression: "$samePhone('ask at the desk', '+79620480100')", gives: false },
    { expression: "$samePhone($request.body.nothing, '+79620480100')", gives: false },
    { expression: "$samePhone('+79620480100', $request.query.msisdn)", gives: undefined },
    { expression: "$samePhone('+79620480100', '+' & $request.query.msisdn)", gives: undefined },
    {
      expression: "$samePhone('+79620480100', 'ask at the desk')",
      gives: 'this is not a phone number',
      fails: true,
    },
  ],
  run: (value: unknown, phone: unknown) => {
    // `"+" & $nothing` is a plus: no phone was said.
    if (phone === undefined || phone === '+') return undefined;
    const digits = digitsOf(phone);
    if (digits === undefined) throw new HelperError('this is not a phone number');
    return digitsOf(value) === digits;
  },
};
