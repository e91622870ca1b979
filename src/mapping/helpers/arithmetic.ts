import type { Helper } from './helper.js';
import { decimalText, readDecimal } from './read-decimal.js';

type Decimal = string | number;

export const times: Helper = {
  name: 'times',
  signature: '<(sn)?(sn)?:s>',
  summary: 'the exact product of two decimals',
  examples: [
    { expression: "$times('199.90', 3)", gives: '599.7' },
    { expression: '$times(1.1, 1.1)', gives: '1.21' },
    { expression: "$minor($times('199.90', '0.355'))", gives: '7096' },
    { expression: '$times($request.body.price, 2)', gives: undefined },
    { expression: "$times('a lot', 2)", gives: 'this is not a decimal number', fails: true },
  ],
  run: (a?: Decimal, b?: Decimal) =>
    a === undefined || b === undefined ? undefined : decimalText(readDecimal(a).times(readDecimal(b))),
};

export const minus: Helper = {
  name: 'minus',
  signature: '<(sn)?(sn)?:s>',
  summary: 'the exact difference of two decimals',
  examples: [
    { expression: "$minus('1250.50', 0.6)", gives: '1249.9' },
    { expression: '$minus(0.3, 0.1)', gives: '0.2' },
    { expression: '$minus($request.body.price, 2)', gives: undefined },
    { expression: "$minus(2, 'a lot')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (a?: Decimal, b?: Decimal) =>
    a === undefined || b === undefined ? undefined : decimalText(readDecimal(a).minus(readDecimal(b))),
};
