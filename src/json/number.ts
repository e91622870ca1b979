const parts = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Whether a double holds a JSON number as it was sent: the decimal value of its shortest form is the one of
 * the text. `1250.50`, `1e3` and `0.1` are exact in this sense, `9007199254740993` and `1e999` are not.
 *
 * @param number a valid JSON number
 */
export function fitsDouble(number: string): boolean {
  // Any decimal of up to 15 digits survives the way through a double (IEEE 754), exponents aside.
  if (number.length <= 15 && !/e/i.test(number)) return true;
  const value = Number(number);
  return Number.isFinite(value) && canonical(String(value)) === canonical(number);
}

/** As many as the longest double has, written out. 1e300000000 would take all the memory that there is. */
const MAX_DIGITS = 400;

/**
 * A JSON number without an exponent, all other digits as they were sent: `4.7e18` is `4700000000000000000`.
 *
 * @throws SyntaxError when it would be longer than `maxDigits`
 */
export function withoutExponent(number: string, maxDigits = MAX_DIGITS): string {
  if (!/e/i.test(number)) return number;
  const [, whole = '', fraction = '', exponent = '0'] = parts.exec(number) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (Math.max(Math.abs(point), digits.length) > maxDigits) throw new SyntaxError('the number is too long');
  const padded = digits
    .padStart(digits.length - Math.min(0, point - 1), '0')
    .padEnd(Math.max(digits.length, point), '0');
  const split = Math.max(1, point);
  const integer = padded.slice(0, split).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(split);
  return `${number.startsWith('-') ? '-' : ''}${integer}${rest === '' ? '' : `.${rest}`}`;
}

/** The same text for all spellings of a decimal value, its sign aside: digits without zeros around, exponent. */
function canonical(number: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = parts.exec(number) ?? [];
  const digits = whole + fraction;
  let first = 0;
  while (digits[first] === '0') first++;
  // Not /0+$/, which is quadratic on zeros that something else follows.
  let end = digits.length;
  while (end > first && digits[end - 1] === '0') end--;
  if (end === first) return '0';
  return `${digits.slice(first, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
