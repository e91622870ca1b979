import { scalarText } from '../../json/values.js';
import type { Helper } from './helper.js';
import { readDecimal } from './read-decimal.js';

type Scalar = string | number | boolean;

export const compare: Helper = {
  name: 'compare',
  signature: '<(sn)?(sn)?:n>',
  summary: '-1, 0 or 1: whether the first of two decimals is less than, as much as or more than the second',
  examples: [
    { expression: "$compare('99', 100)", gives: -1 },
    { expression: "$compare('1250.50', 1250.5)", gives: 0 },
    { expression: "$compare($total(['0.1', '0.2']), 0.3)", gives: 0 },
    { expression: "$compare($request.query.sum, '100')", gives: undefined },
    { expression: "$compare(100, 'a lot')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (a?: string | number, b?: string | number) =>
    a === undefined || b === undefined ? undefined : readDecimal(a).cmp(readDecimal(b)),
};

export const same: Helper = {
  name: 'same',
  signature: '<(snb)?(snb)?:b>',
  summary:
    'whether two values have the same text, whichever of them came as a number; nothing when one is absent',
  examples: [
    { expression: "$same(490000000031, '490000000031')", gives: true },
    { expression: "$same('007', 7)", gives: false },
    { expression: '$same($request.query.cardNumber, 7)', gives: undefined },
  ],
  run: (a?: Scalar, b?: Scalar) =>
    a === undefined || b === undefined ? undefined : scalarText(a) === scalarText(b),
};
