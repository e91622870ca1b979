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
