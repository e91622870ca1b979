import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { BrokenCall } from './fault.js';
import { type Filter, filterOf } from './filters.js';
import { groupCode } from './groups.js';
import { flattened, push } from './lists.js';
import { memberOf } from './names.js';
import type { Frame } from './scope.js';
import { sortOf } from './sorting.js';
import type { Tuple } from './tuple-scope.js';
import { tupleStep } from './tuples.js';
import { asSequence, hasMember, isList, isSequence, type List, settled } from './values.js';

/** A step as it is evaluated for one item, or for all of them at once. */
type Step =
  | { readonly kind: 'item'; readonly code: Code; readonly name?: string }
  | { readonly kind: 'all'; readonly code: (items: List, frame: Frame, run: Evaluation) => List };

/** `a.b.c` */
export function pathCode(node: AstNode, at: At, compiling: Compiling): Code {
  const nodes = node.steps ?? [];
  if (nodes.some(step => step.tuple)) return tuplePathCode(node, at, compiling);
  const steps = nodes.map((step, index) => stepOf(step, index, at, compiling));
  const startsAtVariable = nodes[0]?.type === 'variable';
  const walk = (input: unknown, frame: Frame, run: Evaluation) =>
    walkSteps(steps, input, startsAtVariable, frame, run);
  if (!node.keepSingletonArray && !node.group) return simplePath(steps, startsAtVariable, walk);
  const group = node.group && groupCode(node.group, at, compiling);
  return (input, frame, run) => {
    let found = walk(input, frame, run);
    if (node.keepSingletonArray && nodes[0]?.consarray && Object(found) !== found) {
      throw new BrokenCall('[] marks what an array constructor gave, which is no list');
    }
    if (!isList(found)) found = asSequence(found === undefined ? [] : [found]);
    if (node.keepSingletonArray) found = keptAsList(found as List);
    return group ? group(found, frame, run) : found;
  };
}

/** A list of the data needs no mark, and must not be written into. */
function keptAsList(found: List): List {
  if (found.cons && !found.sequence) return keptAsList(asSequence([found]));
  if (!found.sequence || found.keepSingleton) return found;
  const kept = asSequence(found.slice());
  if (found.tupleStream) kept.tupleStream = true;
  kept.keepSingleton = true;
  return kept;
}

/** Names only, as most paths are: nothing is a list until one is met. */
function simplePath(steps: readonly Step[], startsAtVariable: boolean, walk: Code): Code {
  const [first, ...others] = steps as [Step, ...Step[]];
  const names = others.map(step => (step.kind === 'item' ? step.name : undefined));
  if (!startsAtVariable || first.kind !== 'item' || names.includes(undefined)) {
    return walk;
  }
  const { code } = first;
  const members = names as string[];
  return (input, frame, run) => {
    let value = code(input, frame, run);
    for (let index = 0; index < members.length; index++) {
      if (value === undefined) return undefined;
      if (isList(value)) return followList(value.cons ? [value] : value, members, index, run);
      const name = members[index] as string;
      value = hasMember(value, name) ? value[name] : undefined;
    }
    return isSequence(value) ? asSequence(value.slice()) : value;
  };
}

/** Follows names from a list on. */
function followList(list: List, names: readonly string[], from: number, run: Evaluation): unknown {
  let items = list;
  for (let index = from; index < names.length; index++) {
    if (index === from) run.checkList(items.length);
    const found: unknown[] = [];
    for (const item of items) {
      run.tick();
      const value = settled(memberOf(item, names[index] as string, run.maxList));
      if (value !== undefined) push(found, value, run.maxList);
    }
    items = flattened(found, index === names.length - 1, run.maxList);
    if (items.length === 0) break;
  }
  return items;
}

function stepOf(node: AstNode, index: number, at: At, compiling: Compiling): Step {
  if (node.type === 'sort') return { kind: 'all', code: sortStep(node, at, compiling) };
  const code = compiling.code(node, at);
  if (index === 0 && node.consarray) {
    return { kind: 'all', code: (items, frame, run) => code(items, frame, run) as List };
  }
  const isPlainName =
    node.type === 'name' &&
    !node.predicate &&
    !node.group &&
    !node.stages &&
    !node.keepArray &&
    !at.body.isCareful;
  if (isPlainName) return { kind: 'item', code, name: String(node.value) };
  const filters = (node.stages ?? []).map(stage => filterOf(stage.expr as AstNode, at, compiling));
  return { kind: 'item', code: filters.length === 0 ? code : withFilters(code, filters) };
}

function withFilters(code: Code, filters: readonly Filter[]): Code {
  return (input, frame, run) => {
    let value = code(input, frame, run);
    for (const filter of filters) value = filter(value, frame, run);
    return value;
  };
}

function sortStep(node: AstNode, at: At, compiling: Compiling) {
  const sort = sortOf(node, at, compiling);
  const filters = (node.stages ?? []).map(stage => filterOf(stage.expr as AstNode, at, compiling));
  return (items: List, frame: Frame, run: Evaluation): List =>
    filters.reduce((list, filter) => filter(list, frame, run) as List, sort(items, frame, run));
}

/**
 * @returns a list as the last step left it, or the only item, which is no list; nothing where nothing was found
 */
function walkSteps(
  steps: readonly Step[],
  input: unknown,
  startsAtVariable: boolean,
  frame: Frame,
  run: Evaluation,
): unknown {
  let items: List | undefined = isList(input) && !startsAtVariable ? input : undefined;
  let only = input;
  const last = steps.length - 1;
  for (let index = 0; index <= last; index++) {
    const step = steps[index] as Step;
    if (step.kind === 'all') {
      items = step.code(items ?? asSequence([only]), frame, run);
      if (items === undefined) return undefined;
      if (items.length === 0) break;
    } else if (items !== undefined) {
      // Not every one is a list: see eachItem.
      items = eachItem(step.code, items, index === last, frame, run);
      if (items.length === 0) break;
    } else {
      const value = step.code(only, frame, run);
      if (value === undefined) return undefined;
      if (!isList(value)) only = value;
      else {
        items = flattened([value], index === last, run.maxList);
        if (items.length === 0) break;
      }
    }
  }
  return items ?? only;
}

/** A path that binds names to its items: from the first step that does, items go along with what is bound to them. */
function tuplePathCode(node: AstNode, at: At, compiling: Compiling): Code {
  const nodes = node.steps as readonly AstNode[];
  const first = nodes.findIndex(step => step.tuple);
  // An array constructor that begins the path is evaluated as such, whatever is bound to it.
  const start = first === 0 && nodes[0]?.consarray ? 1 : first;
  const before = nodes.slice(0, start).map((step, index) => stepOf(step, index, at, compiling));
  const steps = nodes.slice(start).map(step => tupleStep(step, at, compiling));
  const group = node.group && groupCode(node.group, at, compiling);
  const startsAtVariable = nodes[0]?.type === 'variable';
  return (input, frame, run) => {
    let items: List = isList(input) && !startsAtVariable ? input : asSequence([input]);
    for (const [index, step] of before.entries()) {
      const found =
        step.kind === 'all' ? step.code(items, frame, run) : eachItem(step.code, items, false, frame, run);
      if (first >= start && (found === undefined || found.length === 0)) return finished(found, found);
      if (nodes[index]?.focus === undefined) items = found;
    }
    let tuples: List | undefined;
    for (const step of steps) tuples = step(items, tuples, frame, run);
    return finished(tuples, node.tuple ? tuples : itemsOf(tuples as List, run));

    function finished(grouped: List | undefined, result: List | undefined): unknown {
      const kept = node.keepSingletonArray ? keptAsList(result ?? asSequence([])) : result;
      return group ? group(grouped, frame, run) : kept;
    }
  };
}

function itemsOf(tuples: List, run: Evaluation): List {
  const items: unknown[] = [];
  for (const tuple of tuples as Tuple[]) push(items, tuple['@'], run.maxList);
  return asSequence(items);
}

/** Of what begins with an array constructor and is no list, `[1][0].a`, jsonata takes what stands under 0, 1, … */
function eachItem(code: Code, items: List, isLast: boolean, frame: Frame, run: Evaluation): List {
  const found: unknown[] = [];
  for (let index = 0; index < items.length; index++) {
    run.tick();
    const value = code(items[index], frame, run);
    if (value !== undefined) push(found, value, run.maxList);
  }
  return flattened(found, isLast, run.maxList);
}
