import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { push } from './lists.js';
import { isNumeric } from './numbers.js';
import type { Frame } from './scope.js';
import { isTrue } from './truth.js';
import { codeFor, itemCode } from './tuple-scope.js';
import { asSequence, isList, type List } from './values.js';

/** What a predicate leaves of a value. The result is a sequence, or a list that stands at an index. */
export type Filter = (value: unknown, frame: Frame, run: Evaluation) => unknown;

/** `[predicate]`, which is an index where it gives a number. */
export function filterOf(predicate: AstNode, at: At, compiling: Compiling): Filter {
  if (predicate.type === 'number') {
    const index = Math.floor(predicate.value as number);
    return value => itemAt(value, index);
  }
  const code = itemCode(predicate, at, compiling);
  return (value, frame, run) => {
    const list: List = isList(value) ? value : [value];
    return like(list, filtered(list, codeFor(list, code), frame, run));
  };
}

function itemAt(value: unknown, index: number): unknown {
  const list: List = isList(value) ? value : [value];
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) return like(list, []);
  return isList(item) ? item : like(list, [item]);
}

/** What is left of tuples are tuples. */
function like(list: List, left: unknown[]): List {
  const sequence = asSequence(left);
  if (list.tupleStream) sequence.tupleStream = true;
  return sequence;
}

function filtered(list: readonly unknown[], predicate: Code, frame: Frame, run: Evaluation): unknown[] {
  const kept: unknown[] = [];
  for (let index = 0; index < list.length; index++) {
    run.tick();
    const item = list[index];
    const times = timesKept(predicate(item, frame, run), index, list.length);
    for (let time = 0; time < times; time++) push(kept, item, run.maxList);
  }
  return kept;
}

/** How often the item at an index is taken: once for each number that is its index, or once when it holds. */
export function timesKept(said: unknown, index: number, length: number): number {
  if (typeof said === 'boolean') return said ? 1 : 0;
  if (typeof said === 'number' && isNumeric(said)) return isIndex(said, index, length) ? 1 : 0;
  if (isList(said) && said.filter(item => !isNumeric(item)).length === 0) {
    return said.filter(number => isIndex(number as number, index, length)).length;
  }
  return isTrue(said) ? 1 : 0;
}

function isIndex(number: number, index: number, length: number): boolean {
  const floor = Math.floor(number);
  return (floor < 0 ? length + floor : floor) === index;
}
