import type Big from 'big.js';
import { type Helper, HelperError } from './helper.js';
import { decimalText, readDecimal } from './read-decimal.js';

type Decimal = string | number;

/** The numbers are those of big.js (`Big.roundDown` and so on). */
const roundings: ReadonlyMap<string, 0 | 1 | 2 | 3> = new Map([
  ['down', 0],
  ['halfUp', 1],
  ['halfEven', 2],
  ['up', 3],
]);

const MAX_PLACES = 20;

export const decimal: Helper = {
  name: 'decimal',
  signature: '<(sn)?n?s?:s>',
  summary: 'a decimal as text with a point, and with as many places as you say, rounded as you say',
  examples: [
    { expression: "$decimal('1 250,50')", gives: '1250.5' },
    { expression: '$decimal(1250.5, 2)', gives: '1250.50' },
    { expression: "$decimal('100.0000', 0)", gives: '100' },
    { expression: "$decimal('1.005', 2, 'halfUp')", gives: '1.01' },
    { expression: "$decimal('-1.005', 2, 'halfUp')", gives: '-1.01' },
    { expression: "$decimal('1.005', 2, 'halfEven')", gives: '1.00' },
    { expression: "$decimal(215.19, 0, 'down')", gives: '215' },
    { expression: "$decimal('0.001', 2, 'up')", gives: '0.01' },
    { expression: '$decimal($request.body.sum, 2)', gives: undefined },
    {
      expression: '$decimal(1.005, 2)',
      gives: 'the number has more places: say how to round, down, halfUp, halfEven, up',
      fails: true,
    },
    { expression: "$decimal(1.005, 'halfUp')", gives: 'say to how many places, 0 to 20', fails: true },
    { expression: "$decimal('a lot')", gives: 'this is not a decimal number', fails: true },
  ],
  run: (value?: Decimal, places?: number, rounding?: string) => {
    if (value === undefined) return undefined;
    const big = readDecimal(value);
    if (places === undefined && rounding === undefined) return decimalText(big);
    if (places === undefined || !Number.isInteger(places) || places < 0 || places > MAX_PLACES) {
      throw new HelperError(`say to how many places, 0 to ${MAX_PLACES}`);
    }
    return decimalText(rounded(big, places, rounding), places);
  },
};

function rounded(big: Big, places: number, rounding: string | undefined): Big {
  const mode = roundings.get(rounding ?? 'down');
  if (mode === undefined) throw new HelperError(`a number is rounded ${[...roundings.keys()].join(', ')}`);
  const result = big.round(places, mode);
  if (rounding !== undefined || result.eq(big)) return result;
  throw new HelperError(`the number has more places: say how to round, ${[...roundings.keys()].join(', ')}`);
}
