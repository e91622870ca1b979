import { JsonataFault } from './fault.js';
import { asSequence, isList, isSequence, type List } from './values.js';

/** `$append`. The result is no sequence, unless one side is nothing. */
export function append(first: unknown, second: unknown, maxList: number): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const size = (isList(first) ? first.length : 1) + (isList(second) ? second.length : 1);
  if (size > maxList) throw new JsonataFault('D2015', { value: size });
  return ([] as unknown[]).concat(first, second);
}

/** Adds the items of a list, or what is no list, to a sequence. @throws JsonataFault D2015 */
export function pushAll(sequence: unknown[], value: unknown, maxList: number): void {
  if (!isList(value)) {
    push(sequence, value, maxList);
    return;
  }
  if (sequence.length + value.length > maxList) throw tooLong(maxList);
  for (const item of value) sequence.push(item);
}

/** @throws JsonataFault D2015 */
export function push(sequence: unknown[], value: unknown, maxList: number): void {
  if (sequence.length >= maxList) throw tooLong(maxList);
  sequence.push(value);
}

function tooLong(maxList: number): JsonataFault {
  return new JsonataFault('D2015', { value: maxList });
}

/**
 * What a step of a path gives: the lists that its items gave become one, unless the last step gave a single list of
 * the data, which stays as it is.
 */
export function flattened(found: unknown[], isLast: boolean, maxList: number): List {
  const [first] = found;
  if (isLast && found.length === 1 && isList(first) && !isSequence(first)) return first;
  if (!found.some(isList)) return asSequence(found);
  const flat: unknown[] = [];
  for (const value of found) {
    if (!isList(value) || value.cons) push(flat, value, maxList);
    else pushAll(flat, value, maxList);
  }
  return asSequence(flat);
}
