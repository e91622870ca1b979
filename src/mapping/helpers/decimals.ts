import Big from 'big.js';
import { Numeral } from '../../json/write.js';
import { type Helper, HelperError } from './helper.js';

type Decimal = string | number;

/** No amount comes near it. Written out, 1e300000000 would take all the memory that there is. */
const MAX_DIGITS = 40;

/** Reads a decimal from its text, so that no digit goes through a double. */
function decimal(value: Decimal): Big {
  const big = bigOf(value);
  if (!big || Math.abs(big.e) > MAX_DIGITS || big.c.length > MAX_DIGITS) {
    throw new HelperError('this is not a decimal number');
  }
  return big;
}

function bigOf(value: Decimal): Big | undefined {
  try {
    return new Big(typeof value === 'string' ? value.trim().replace(',', '.') : value);
  } catch {
    return undefined;
  }
}

export const minor: Helper = {
  name: 'minor',
  signature: '<(sn)?:s>',
  summary: 'an amount of roubles as whole kopecks, half a kopeck rounded away from zero',
  examples: [
    { expression: '$minor(199.9)', gives: '19990' },
    { expression: '$minor(1.005)', gives: '101' },
    { expression: "$minor('1250,50')", gives: '125050' },
    { expression: '$minor($request.query.sum)', gives: undefined },
    { expression: "$minor('a lot')", gives: 'this is not a decimal number', fails: true },
    { expression: "$minor('1e300000000')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value?: Decimal) =>
    value === undefined ? undefined : decimal(value).times(100).round(0, Big.roundHalfUp).toFixed(),
};

export const total: Helper = {
  name: 'total',
  signature: '<x?:s>',
  summary: 'the exact sum of decimals, of one or of a list; of an empty list, 0',
  examples: [
    { expression: '$total([0.1, 0.2])', gives: '0.3' },
    { expression: "$total(['300', 950.5])", gives: '1250.5' },
    { expression: '$total([])', gives: '0' },
    { expression: '$total($request.query.sum)', gives: undefined },
    { expression: "$total(['1', 'x'])", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value?: Decimal | Decimal[]) => {
    if (value === undefined) return undefined;
    const terms = Array.isArray(value) ? value : [value];
    return terms.reduce((whole, term) => whole.plus(decimal(term)), new Big(0)).toFixed();
  },
};

export const numeral: Helper = {
  name: 'numeral',
  signature: '<s?:x>',
  summary: 'a number of any length, sent to the CRM as a bare JSON number without losing a digit',
  examples: [
    { expression: "$numeral('9001234567890123456')", gives: '9001234567890123456' },
    { expression: '$numeral($request.query.number)', gives: undefined },
    { expression: "$numeral('12-34')", gives: 'this is not a number', fails: true },
  ],
  run: (value?: string) => {
    if (value === undefined) return undefined;
    try {
      return new Numeral(value);
    } catch {
      throw new HelperError('this is not a number');
    }
  },
};
