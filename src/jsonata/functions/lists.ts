import type { Evaluation } from '../evaluation.js';
import { Callable, type Implementation } from '../function-values.js';
import { append, push } from '../lists.js';
import { memberOf } from '../names.js';
import { isTrue } from '../truth.js';
import { asSequence, isDeepEqual, isFunction, isList, isSequence, keysOf } from '../values.js';

/** JSONata's own functions that are called often, or that make sequences. */
export const own: Readonly<Record<string, Implementation>> = {
  exists: ([value]) => value !== undefined,
  boolean: ([value]) => (isNothing(value) ? undefined : isTrue(value)),
  not: ([value]) => (value === undefined ? undefined : !isTrue(value)),
  count: ([list]) => (list === undefined ? 0 : (list as unknown[]).length),
  append: ([first, second], run) => append(first, second, run.maxList),
  lookup: ([value, name], run) => memberOf(value, name as string, run.maxList),
  keys: ([value], run) => asSequence(keysIn(value, run)),
  spread: ([value], run) => spread(value, run, run.maxList),
  distinct([list], run) {
    if (!isList(list) || list.length <= 1) return list;
    const result: unknown[] = [];
    // Only sequences are bounded.
    const maxList = isSequence(list) ? run.maxList : Number.POSITIVE_INFINITY;
    const simple = new Set<unknown>();
    for (const item of list) {
      run.tick();
      if (typeof item !== 'object' || item === null) {
        if (!Number.isNaN(item) && simple.has(item)) continue;
        simple.add(item);
      } else if (result.some(other => isDeepEqual(item, other, run))) continue;
      push(result, item, maxList);
    }
    return isSequence(list) ? asSequence(result) : result;
  },
};

/** With some of their arguments left open, functions of JSONata know no bound for what they append to. */
export const leftOpen: ReadonlyMap<Implementation | undefined, Implementation> = new Map([
  [own.append, ([first, second]: unknown[]) => append(first, second, Number.POSITIVE_INFINITY)],
  [own.spread, ([value]: unknown[], run: Evaluation) => spread(value, run, Number.POSITIVE_INFINITY)],
]);

/** A list of one is looked at as that one, which may be nothing. */
function isNothing(value: unknown): boolean {
  return isList(value) && value.length === 1 ? isNothing(value[0]) : value === undefined;
}

function keysIn(value: unknown, run: Evaluation): string[] {
  if (isFunction(value)) return [];
  if (!isList(value)) return bounded(keysOf(value), run);
  const merged: Record<string, true> = Object.create(null);
  for (const item of value) {
    run.tick();
    for (const key of keysIn(item, run)) merged[key] = true;
  }
  return bounded(Object.keys(merged), run);
}

function bounded(keys: string[], run: Evaluation): string[] {
  run.checkList(keys.length);
  return keys;
}

/** @param maxItems of all objects together; those of each are a sequence */
function spread(value: unknown, run: Evaluation, maxItems: number): unknown {
  if (isList(value)) {
    let result: unknown = asSequence([]);
    for (const item of value) {
      run.tick();
      result = append(result, spread(item, run, maxItems), maxItems);
    }
    return result;
  }
  if (typeof value !== 'object' || value === null || value instanceof Callable || isFunction(value))
    return value;
  const parts: unknown[] = [];
  for (const key of keysOf(value)) {
    push(parts, Object.fromEntries([[key, (value as Record<string, unknown>)[key]]]), run.maxList);
  }
  return asSequence(parts);
}
