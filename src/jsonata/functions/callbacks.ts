import { callBack, NAME_IT } from '../calls.js';
import type { Evaluation } from '../evaluation.js';
import { BrokenCall, JsonataFault } from '../fault.js';
import { arityOf, type Implementation, Lambda, NativePartial } from '../function-values.js';
import { push } from '../lists.js';
import { isNumeric } from '../numbers.js';
import { mergeSort } from '../sorting.js';
import { isTrue } from '../truth.js';
import { asSequence, keysOf, setMember } from '../values.js';

/** A function that is called for each item gets as many arguments as it takes: the item, its place, and the whole. */
function forEach(called: unknown, run: Evaluation) {
  const arity = arityOf(called);
  return (item: unknown, place: unknown, whole: unknown): unknown => {
    const values = arity >= 3 ? [item, place, whole] : arity === 2 ? [item, place] : [item];
    return callBack(called, values, run);
  };
}

/** jsonata calls a comparing function as one of JavaScript, so that of the expression it must have been handed over. */
function comparing(called: unknown, run: Evaluation) {
  return (left: unknown, right: unknown): unknown => {
    if (called instanceof Lambda || called instanceof NativePartial) throw new BrokenCall(NAME_IT);
    return callBack(called, [left, right], run);
  };
}

type Items = readonly unknown[] | undefined;
type Members = Record<string, unknown>;

/** JSONata's own functions that call others. The library's give way with each call; these do not. */
export const callbacks: Readonly<Record<string, Implementation>> = {
  map([items, called], run) {
    if (items === undefined) return undefined;
    const list = items as unknown[];
    const each = forEach(called, run);
    const result: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      run.tick();
      const value = each(list[index], index, list);
      if (value !== undefined) push(result, value, run.maxList);
    }
    return asSequence(result);
  },

  filter([items, called], run) {
    if (items === undefined) return undefined;
    const list = items as unknown[];
    const each = forEach(called, run);
    const result: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      run.tick();
      const item = list[index];
      if (isTrue(each(item, index, list))) push(result, item, run.maxList);
    }
    return asSequence(result);
  },

  single([items, called], run) {
    if (items === undefined) return undefined;
    const list = items as unknown[];
    const each = called === undefined ? undefined : forEach(called, run);
    let found: { readonly item: unknown } | undefined;
    for (let index = 0; index < list.length; index++) {
      run.tick();
      const item = list[index];
      if (each && !isTrue(each(item, index, list))) continue;
      if (found) throw new JsonataFault('D3138', { index });
      found = { item };
    }
    if (!found) throw new JsonataFault('D3139');
    return found.item;
  },

  reduce([items, called, start], run) {
    if (items === undefined) return undefined;
    const list = items as unknown[];
    const arity = arityOf(called);
    if (arity < 2) throw new JsonataFault('D3050', { index: 1 });
    const isOpen = start === undefined && list.length > 0;
    let result = isOpen ? list[0] : start;
    for (let index = isOpen ? 1 : 0; index < list.length; index++) {
      run.tick();
      const values = [result, list[index]];
      if (arity >= 3) values.push(index);
      if (arity >= 4) values.push(list);
      result = callBack(called, values, run);
    }
    return result;
  },

  each([object, called], run) {
    const each = forEach(called, run);
    const result: unknown[] = [];
    for (const key of keysOf(object)) {
      run.tick();
      const value = each((object as Members)[key], key, object);
      if (value !== undefined) push(result, value, run.maxList);
    }
    return asSequence(result);
  },

  sift([object, called], run) {
    const each = forEach(called, run);
    const result: Members = {};
    for (const key of keysOf(object)) {
      run.tick();
      const value = (object as Members)[key];
      if (isTrue(each(value, key, object))) setMember(result, key, value);
    }
    return keysOf(result).length === 0 ? undefined : result;
  },

  sort([items, called], run) {
    const list = items as Items;
    if (list === undefined || list.length <= 1) return list;
    if (called !== undefined) return mergeSort(list, comparing(called, run), run);
    const areNumbers = list.filter(item => !isNumeric(item)).length === 0;
    if (!areNumbers && !list.every(item => typeof item === 'string'))
      throw new JsonataFault('D3070', { index: 1 });
    return mergeSort(list, (left, right) => (left as string) > (right as string), run);
  },
};
