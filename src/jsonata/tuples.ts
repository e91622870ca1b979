import type { AstNode } from './ast.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { type Filter, filterOf } from './filters.js';
import { append, push } from './lists.js';
import type { Frame } from './scope.js';
import { sortOf } from './sorting.js';
import { isTupleStream, itemCode, type Tuple } from './tuple-scope.js';
import { asSequence, isList, keysOf, type List } from './values.js';

/** A step from the first on that binds a name: `tuples` are `undefined` until then. */
export type TupleStep = (items: List, tuples: List | undefined, frame: Frame, run: Evaluation) => List;

/** `a@$x`, `a#$i`, and each step behind it. */
export function tupleStep(node: AstNode, at: At, compiling: Compiling): TupleStep {
  const find = node.type === 'sort' ? sortStep(node, at, compiling) : itemStep(node, at, compiling);
  const stages = (node.stages ?? []).map(stage => stageOf(stage, at, compiling));
  return (items, tuples, frame, run) => {
    const found = find(items, tuples, frame, run);
    return stages.reduce((left, stage) => stage(left, frame, run) as List, found);
  };
}

function itemStep(node: AstNode, at: At, compiling: Compiling): TupleStep {
  const { tuple: code } = itemCode(node, at, compiling);
  return (items, tuples, frame, run) => {
    const found: unknown[] = [];
    for (const tuple of (tuples ?? items.map(tupleOf)) as Tuple[]) {
      run.tick();
      const value = code(tuple, frame, run);
      if (value === undefined) continue;
      const values: List = isList(value) ? value : [value];
      for (let index = 0; index < values.length; index++) {
        push(found, nextTuple(node, tuple, values, index), run.maxList);
      }
    }
    return tupleStream(found);
  };
}

/** What a tuple becomes with one of the values that a step gives of it. */
function nextTuple(
  { focus, index: name, ancestor }: AstNode,
  tuple: Tuple,
  values: List,
  index: number,
): Tuple {
  const next: Tuple = Object.assign(Object.create(null), tuple);
  if (isTupleStream(values)) return Object.assign(next, values[index]);
  next[focus ?? '@'] = values[index];
  if (name !== undefined) next[name] = index;
  if (ancestor) next[ancestor.label] = tuple['@'];
  return next;
}

function sortStep(node: AstNode, at: At, compiling: Compiling): TupleStep {
  const sort = sortOf(node, at, compiling);
  return (items, tuples, frame, run) => {
    if (tuples) return sort(tuples, frame, run);
    const found: unknown[] = [];
    for (const item of sort(items, frame, run)) {
      push(found, { ...tupleOf(item), [String(node.index)]: found.length }, run.maxList);
    }
    return tupleStream(found);
  };
}

/** `[predicate]` or `#$i` behind a step. */
function stageOf(stage: AstNode, at: At, compiling: Compiling): Filter {
  if (stage.type !== 'index') return filterOf(stage.expr as AstNode, at, compiling);
  const name = String(stage.value);
  return tuples => {
    (tuples as Tuple[]).forEach((tuple, index) => {
      tuple[name] = index;
    });
    return tuples;
  };
}

function tupleOf(item: unknown): Tuple {
  return { '@': item };
}

function tupleStream(tuples: unknown[]): List {
  const stream = asSequence(tuples);
  stream.tupleStream = true;
  return stream;
}

/** What stands in the group of some tuples: one, each of whose names means all that it means in them. */
export function tupleOfGroup(data: unknown, run: Evaluation): Tuple {
  if (!isList(data)) return data as Tuple;
  const [first, ...others] = data as Tuple[];
  const whole: Tuple = Object.assign(Object.create(null), first);
  for (const tuple of others) {
    run.tick();
    for (const name of keysOf(tuple)) whole[name] = append(whole[name], tuple[name], run.maxList);
  }
  return whole;
}
