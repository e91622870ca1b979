/**
 * A number in plain decimal notation, never with an exponent: 1e21 is `1000000000000000000000`, 1e-7 is
 * `0.0000001`, -0 is `0`. Reading the text back gives the same number.
 *
 * @throws RangeError when the number is NaN or infinite
 */
export function plainDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('the number is not finite');
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

/** Moves the point of what JavaScript writes as `-1.25e-7` or `1e+21`. */
function withoutExponent(text: string): string {
  const [mantissa = '', exponent = ''] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  // JavaScript writes an exponent from 1e21 and below 1e-6, so the point falls outside the 17 digits of a double.
  return point > 0 ? sign + digits.padEnd(point, '0') : `${sign}0.${'0'.repeat(-point)}${digits}`;
}
