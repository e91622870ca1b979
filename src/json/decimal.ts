import { withoutExponent } from './number.js';

/**
 * A number in plain decimal notation, never with an exponent: 1e21 is `1000000000000000000000`, 1e-7 is
 * `0.0000001`, -0 is `0`. Reading the text back gives the same number.
 *
 * @throws RangeError when the number is NaN or infinite
 */
export function plainDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('the number is not finite');
  return withoutExponent(String(value));
}
