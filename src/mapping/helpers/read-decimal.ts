import Big from 'big.js';
import { HelperError } from './helper.js';

/** No amount comes near it. Written out, 1e300000000 would take all the memory that there is. */
const MAX_DIGITS = 40;

/**
 * Reads a decimal from its text, so that no digit goes through a double.
 *
 * @param value a number, or a text with a point or a comma; spaces may part its thousands
 * @throws HelperError for anything else
 */
export function readDecimal(value: unknown): Big {
  const big = bigOf(value);
  if (!big || Math.abs(big.e) > MAX_DIGITS || big.c.length > MAX_DIGITS) {
    throw new HelperError('this is not a decimal number');
  }
  return big;
}

function bigOf(value: unknown): Big | undefined {
  const decimal = typeof value === 'string' ? withPoint(value.trim()) : value;
  if (typeof decimal !== 'number' && typeof decimal !== 'string') return undefined;
  try {
    return new Big(decimal);
  } catch {
    return undefined;
  }
}

/** As Russian exports write it: the spaces are ordinary, or such at which no line breaks (U+00A0, U+202F). */
const withSpaces = /^-?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$/;

/** 1,250 is one and a quarter, or one thousand two hundred and fifty. 0,250 and 1250,500 are no thousands. */
const mayBeThousands = /^-?[1-9]\d{0,2},\d{3}$/;

function withPoint(text: string): string | undefined {
  if (mayBeThousands.test(text)) return undefined;
  const digits = withSpaces.test(text) ? text.replaceAll(/\s/g, '') : text;
  return digits.replace(',', '.');
}

/**
 * A decimal as text, without an exponent, and without the minus that big.js leaves before nothing.
 *
 * @param places how many stand behind the point; by default as many as it has
 */
export function decimalText(big: Big, places?: number): string {
  return (big.eq(0) ? big.abs() : big).toFixed(places);
}
