import type { Evaluation } from './evaluation.js';
import { JsonataFault } from './fault.js';
import { asSequence } from './values.js';

/** As many as jsonata allows at all. */
const LONGEST = 1e7;

/** So many numbers take as long as a call. */
const AT_ONCE = 100;

/** `[from..to]`. @throws JsonataFault where a border is no integer, and where there are too many between them */
export function rangeOf(from: unknown, to: unknown, run: Evaluation): unknown {
  if (from !== undefined && !Number.isInteger(from)) throw new JsonataFault('T2003', { value: from });
  if (to !== undefined && !Number.isInteger(to)) throw new JsonataFault('T2004', { value: to });
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [from as number, to as number];
  if (first > last) return undefined;
  const size = last - first + 1;
  if (size > LONGEST) throw new JsonataFault('D2014', { value: size });
  if (size > run.maxList) throw new JsonataFault('D2015', { value: size });
  run.tick(Math.ceil(size / AT_ONCE));
  const numbers = new Array<number>(size);
  for (let index = 0; index < size; index++) numbers[index] = first + index;
  return asSequence(numbers);
}
