import type { Evaluation } from '../evaluation.js';
import { JsonataFault } from '../fault.js';
import type { Implementation } from '../function-values.js';
import { isNumeric } from '../numbers.js';
import { isFunction, isList } from '../values.js';

/**
 * `$string`, with a look at the time for each value inside: what is written may be far more than what it is made of.
 *
 * @throws JsonataFault D3001 for a number that is not finite, D1001 for one inside of a structure
 */
export function stringOf(value: unknown, run: Evaluation, isPretty = false): string | undefined {
  if (typeof value === 'string' || value === undefined) return value;
  if (isFunction(value)) return '';
  if (typeof value === 'number' && !Number.isFinite(value)) throw new JsonataFault('D3001', { value });
  const whole = isList(value) && value.outerWrapper ? value[0] : value;
  return JSON.stringify(whole, (_, inner: unknown) => written(inner, run), isPretty ? 2 : 0);
}

/** Numbers as if they had 15 digits, functions as empty texts. */
function written(value: unknown, run: Evaluation): unknown {
  run.tick();
  if (isNumeric(value)) return Number.isInteger(value) ? value : Number(value.toPrecision(15));
  return value && isFunction(value) ? '' : value;
}

/** As wide as `$pad` makes a text: what a range may have at most. jsonata would fill the memory. */
const WIDEST = 1e7;

/** Characters are code points, of which the filler may have several. */
function padded(text: string, width: number, filler: string): string {
  const missing = Math.abs(width) - [...text].length;
  if (!(missing > 0)) return text;
  const characters = [...filler];
  const rest = missing % characters.length;
  const padding = filler.repeat((missing - rest) / characters.length) + characters.slice(0, rest).join('');
  return width > 0 ? text + padding : padding + text;
}

/** JSONata's own functions of texts that can be asked for very much. */
export const texts: Readonly<Record<string, Implementation>> = {
  string: ([value, isPretty], run) => stringOf(value, run, isPretty === true),

  clone([value], run) {
    return value === undefined ? undefined : JSON.parse(stringOf(value, run) as string);
  },

  pad([text, width, filler]) {
    if (text === undefined) return undefined;
    if (Math.abs(width as number) > WIDEST) throw new JsonataFault('D2014', { value: width });
    return padded(text as string, Math.trunc(width as number), (filler as string | undefined) || ' ');
  },
};
