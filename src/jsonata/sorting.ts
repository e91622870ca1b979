import type { AstNode, Term } from './ast.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { JsonataFault } from './fault.js';
import type { Frame } from './scope.js';
import { codeFor, type ItemCode, itemCode } from './tuple-scope.js';
import { isList, type List } from './values.js';

/** Sorts, keeping the order of equals. Compares the same pairs in the same order as jsonata, which may tell in errors. */
export function mergeSort(
  list: readonly unknown[],
  isAfter: (left: unknown, right: unknown) => unknown,
  run: Evaluation,
): unknown[] {
  if (list.length <= 1) return list.slice();
  const middle = Math.floor(list.length / 2);
  const left = mergeSort(list.slice(0, middle), isAfter, run);
  const right = mergeSort(list.slice(middle), isAfter, run);
  const merged: unknown[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    run.tick();
    merged.push(isAfter(left[l], right[r]) ? right[r++] : left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}

export interface SortTerm {
  readonly code: ItemCode;
  readonly isDescending: boolean;
}

export function termsOf(terms: readonly Term[] = [], at: At, compiling: Compiling): SortTerm[] {
  return terms.map(({ expression, descending }) => ({
    code: itemCode(expression, at, compiling),
    isDescending: descending === true,
  }));
}

/** `^(…)` */
export function sortOf(node: AstNode, at: At, compiling: Compiling) {
  const terms = termsOf(node.terms, at, compiling);
  return (items: List, frame: Frame, run: Evaluation): List => {
    if (!isList(items) || items.length <= 1) return items;
    const termOf = ({ code }: SortTerm, item: unknown) => codeFor(items, code)(item, frame, run);
    return mergeSort(items, (left, right) => isAfter(terms, termOf, left, right, node.position), run);
  };
}

/** Whether one item belongs behind another. @throws JsonataFault for what has no order */
export function isAfter(
  terms: readonly SortTerm[],
  termOf: (term: SortTerm, item: unknown) => unknown,
  left: unknown,
  right: unknown,
  position: number | undefined,
): boolean {
  for (const term of terms) {
    const order = compare(termOf(term, left), termOf(term, right), term.isDescending, position);
    if (order !== 0) return order === 1;
  }
  return false;
}

function compare(left: unknown, right: unknown, isDescending: boolean, position: number | undefined): number {
  // Nothing comes last in either direction.
  if (left === undefined) return right === undefined ? 0 : 1;
  if (right === undefined) return -1;
  if (!hasOrder(left) || !hasOrder(right)) {
    throw new JsonataFault('T2008', { position, value: hasOrder(left) ? right : left });
  }
  if (typeof left !== typeof right) throw new JsonataFault('T2007', { position, value: left, value2: right });
  if (left === right) return 0;
  return left < right === isDescending ? 1 : -1;
}

function hasOrder(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
