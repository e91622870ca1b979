import { scalarText } from '../../json/values.js';
import { endsInCheckDigit, gs1CheckDigit } from '../../loyalty-api/check-digits.js';
import { type Helper, HelperError } from './helper.js';

function isComplete(digits: string): boolean {
  return digits.length === 13 && endsInCheckDigit(digits, gs1CheckDigit);
}

export const ean13: Helper = {
  name: 'ean13',
  signature: '<(sn)?:s>',
  summary:
    'the thirteen digits of an EAN-13 barcode, from its first twelve, or from all with the check digit right',
  examples: [
    { expression: "$ean13('460000000001')", gives: '4600000000015' },
    { expression: '$ean13(4600000000015)', gives: '4600000000015' },
    { expression: '$ean13($request.body.number)', gives: undefined },
    { expression: "$ean13('4600000000016')", gives: 'these are not the digits of an EAN-13', fails: true },
    { expression: "$ean13('46000')", gives: 'these are not the digits of an EAN-13', fails: true },
  ],
  run: (value?: string | number) => {
    if (value === undefined) return undefined;
    const digits = scalarText(value) ?? '';
    if (/^\d{12}$/.test(digits)) return digits + gs1CheckDigit(digits);
    if (isComplete(digits)) return digits;
    throw new HelperError('these are not the digits of an EAN-13');
  },
};

export const isEan13: Helper = {
  name: 'isEan13',
  signature: '<(sn)?:b>',
  summary: 'whether these are the thirteen digits of an EAN-13 barcode, the check digit among them',
  examples: [
    { expression: "$isEan13('4600000000015')", gives: true },
    { expression: "$isEan13('4600000000016')", gives: false },
    { expression: "$isEan13('460000000001')", gives: false },
    { expression: "$isEan13('VIP-15')", gives: false },
    { expression: '$isEan13($request.body.cardNumber)', gives: undefined },
  ],
  run: (value?: string | number) => (value === undefined ? undefined : isComplete(scalarText(value) ?? '')),
};
