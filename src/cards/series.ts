import { gs1CheckDigit, luhnCheckDigit } from '../loyalty-api/check-digits.js';
import { Scatter } from './scatter.js';

/** Numbers that are computed, not imported. */
export interface Series {
  readonly kind: 'series';
  /** How many numbers it has. */
  readonly size: number;
  /** Whether numbers are given out by their places; else they count up, and so do the places. */
  readonly isScattered: boolean;
  /** The first and the last of its numbers, by serial number. All are as long as these, and lie between them. */
  readonly lowest: string;
  readonly highest: string;
  /** The number at a place from 0 on; scattered or not. */
  numberAt(index: number): string;
  /** What makes this series this one: the store keeps how far it has got under this id, and refuses another. */
  readonly id: string;
}

export const checkDigits = ['EAN-13', 'EAN-8', 'UPC-A', 'Luhn', 'none'] as const;

/** Which numbers a series has: a prefix, a serial number with zeros before it, a check digit. */
export interface SeriesRule {
  readonly prefix: string;
  /** Digits of a number, the check digit among them. */
  readonly length: number;
  /** The first and the last serial number. */
  readonly first: number;
  readonly last: number;
  readonly checkDigit: (typeof checkDigits)[number];
  /** `scattered`: in an order that nobody can guess who has not the key. */
  readonly order: 'sequential' | 'scattered';
}

const checkDigitOf: Readonly<Record<SeriesRule['checkDigit'], (digits: string) => string>> = {
  'EAN-13': gs1CheckDigit,
  'EAN-8': gs1CheckDigit,
  'UPC-A': gs1CheckDigit,
  Luhn: luhnCheckDigit,
  none: () => '',
};

/** How many digits there are for the serial number. */
export function serialLength({ prefix, length, checkDigit }: Omit<SeriesRule, 'first' | 'last'>): number {
  return length - prefix.length - (checkDigit === 'none' ? 0 : 1);
}

/**
 * Makes the numbers of a series.
 *
 * @param rule whose serial numbers have room, see `serialLength`
 * @param key of the deployment: what a scattered order is made of
 */
export function seriesOf(rule: SeriesRule, key: string): Series {
  const { prefix, length, first, last, checkDigit, order } = rule;
  const size = last - first + 1;
  const digits = serialLength(rule);
  const scatter = order === 'scattered' ? new Scatter(size, key) : undefined;
  const numberOf = (serial: number) => {
    const number = prefix + String(serial).padStart(digits, '0');
    return number + checkDigitOf[checkDigit](number);
  };
  return {
    kind: 'series',
    size,
    isScattered: scatter !== undefined,
    lowest: numberOf(first),
    highest: numberOf(last),
    numberAt: index => numberOf(first + (scatter?.placeOf(index) ?? index)),
    // Where a sequential series ends may be changed; a scattered one is then another one.
    id: [prefix, length, first, checkDigit, order, ...(scatter ? [last] : [])].join(' '),
  };
}
