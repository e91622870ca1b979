import { fitsDouble, withoutExponent } from '../json/number.js';
import { Numeral } from '../json/write.js';

/**
 * A number of a YAML file without losing a digit: one that a double would change becomes a Numeral. What JSON has
 * no number for (`.inf`, `1e99999`) is the text that stands there.
 *
 * @param value what YAML makes of it
 * @param source how it is written
 */
export function exactNumber(value: number, source: string): number | Numeral | string {
  const number = asJson(source);
  if (number === undefined) return Number.isFinite(value) ? value : source;
  if (fitsDouble(number)) return value;
  try {
    return new Numeral(withoutExponent(number));
  } catch (error) {
    if (error instanceof SyntaxError) return source;
    throw error;
  }
}

/** How JSON writes a number of YAML's core schema: `+.5` is `0.5`, `007` is `7`, `0x1F` is `31`. */
function asJson(source: string): string | undefined {
  if (/^0(x[\da-f]+|o[0-7]+)$/i.test(source)) return String(BigInt(source));
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^([-+]?)(\d*)(?:\.(\d*))?(e[-+]?\d+)?$/i.exec(source) ?? [];
  if (whole + fraction === '') return undefined;
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${integer}${fraction && `.${fraction}`}${exponent}`;
}
