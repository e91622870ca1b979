import Big from 'big.js';
import { plainDecimal } from '../../json/decimal.js';
import { Numeral } from '../../json/write.js';
import { type Helper, HelperError } from './helper.js';
import { ownMember } from './own-member.js';
import { decimalText, readDecimal } from './read-decimal.js';

type Decimal = string | number;

export const minor: Helper = {
  name: 'minor',
  signature: '<(sn)?:s>',
  summary: 'an amount of roubles as whole kopecks, half a kopeck rounded away from zero',
  examples: [
    { expression: '$minor(199.9)', gives: '19990' },
    { expression: '$minor(1.005)', gives: '101' },
    { expression: "$minor('1 250,50')", gives: '125050' },
    { expression: '$minor($request.query.sum)', gives: undefined },
    { expression: "$minor('a lot')", gives: 'this is not a decimal number', fails: true },
    { expression: "$minor('1,250')", gives: 'this is not a decimal number', fails: true },
    { expression: "$minor('1e300000000')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value?: Decimal) =>
    value === undefined ? undefined : decimalText(readDecimal(value).times(100).round(0, Big.roundHalfUp)),
};

export const major: Helper = {
  name: 'major',
  signature: '<(sn)?:s>',
  summary: 'an amount of whole kopecks as roubles with two places',
  examples: [
    { expression: "$major('19990')", gives: '199.90' },
    { expression: '$major(-5)', gives: '-0.05' },
    { expression: '$major($request.body.sum)', gives: undefined },
    { expression: "$major('199.90')", gives: 'these are no whole kopecks', fails: true },
    { expression: "$major('a lot')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value?: Decimal) => {
    if (value === undefined) return undefined;
    const kopecks = readDecimal(value);
    // Most likely they are roubles already.
    if (!kopecks.round(0).eq(kopecks)) throw new HelperError('these are no whole kopecks');
    return decimalText(kopecks.div(100), 2);
  },
};

export const total: Helper = {
  name: 'total',
  signature: '<x?s?:s>',
  summary: 'the exact sum of decimals, or of one field of all rows; of an empty list, 0',
  examples: [
    { expression: '$total([0.1, 0.2])', gives: '0.3' },
    { expression: "$total([{'sum': '300'}, {'sum': 950.5}], 'sum')", gives: '1250.5' },
    { expression: "$total([], 'sum')", gives: '0' },
    { expression: '$total([])', gives: '0' },
    { expression: '$total($request.query.sum)', gives: undefined },
    { expression: "$total(['1', 'x'])", gives: 'this is not a decimal number', fails: true },
    { expression: "$total([{'sum': 1}, {}], 'sum')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value: unknown, field?: string) => {
    if (value === undefined) return undefined;
    const rows: unknown[] = Array.isArray(value) ? value : [value];
    const terms = field === undefined ? rows : rows.map(row => ownMember(row, field));
    return decimalText(terms.reduce<Big>((sum, term) => sum.plus(readDecimal(term)), new Big(0)));
  },
};

export const numeral: Helper = {
  name: 'numeral',
  signature: '<(sn)?:x>',
  summary: 'a number of any length, sent to the CRM as a bare JSON number without losing a digit',
  examples: [
    { expression: "$numeral('9001234567890123456')", gives: '9001234567890123456' },
    { expression: '$numeral(1001)', gives: '1001' },
    { expression: '$numeral($request.query.number)', gives: undefined },
    { expression: "$numeral('12-34')", gives: 'this is not a number', fails: true },
  ],
  run: (value?: Decimal) => {
    if (value === undefined) return undefined;
    try {
      return new Numeral(typeof value === 'number' ? plainDecimal(value) : value);
    } catch {
      throw new HelperError('this is not a number');
    }
  },
};
