import type { Group } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { type Evaluation, WouldWrite } from './evaluation.js';
import { JsonataFault } from './fault.js';
import { append } from './lists.js';
import type { Frame } from './scope.js';
import { codeFor, type ItemCode, isTupleStream, itemCode, type Tuple } from './tuple-scope.js';
import { tupleOfGroup } from './tuples.js';
import { isList, setMember } from './values.js';

interface Entry {
  data: unknown;
  readonly pair: number;
  /** Whether the data is a list that was made here, so that more can be added to it. */
  isOwn?: boolean;
}

interface PairCode {
  readonly key: ItemCode;
  readonly value: ItemCode;
}

/** `{ key: value }`, alone or behind a value that it groups. The context is what is grouped. */
export function groupCode({ lhs, position }: Group, at: At, compiling: Compiling): Code {
  const pairs = lhs.map(([key, value]) => ({
    key: itemCode(key, at, compiling),
    value: itemCode(value, at, compiling),
  }));
  const names = fixedNames({ lhs, position });
  if (!names || at.body.isCareful) return (input, frame, run) => grouped(pairs, position, input, frame, run);
  const values = pairs.map(({ value }) => value.plain);
  return (input, frame, run) => {
    if (isList(input)) return grouped(pairs, position, input, frame, run);
    const object: Record<string, unknown> = {};
    for (let index = 0; index < values.length; index++) {
      const value = (values[index] as Code)(input, frame, run);
      if (value !== undefined) object[names[index] as string] = value;
    }
    return object;
  };
}

/** The keys, when all are literal and none is unusual. Numbers among them would change the order. */
function fixedNames({ lhs }: Group): string[] | undefined {
  const names = lhs.map(([key]) => String(key.value));
  const isUsual = lhs.every(
    ([key], index) =>
      key.type === 'string' && !key.predicate && !key.group && !/^(_|\d+$)/.test(names[index] as string),
  );
  return isUsual && new Set(names).size === names.length ? names : undefined;
}

function grouped(
  pairs: readonly PairCode[],
  position: number | undefined,
  input: unknown,
  frame: Frame,
  run: Evaluation,
): unknown {
  const groups = new Map<string, Entry>();
  const isStream = isTupleStream(input);
  for (const item of itemsOf(input, run)) {
    run.tick();
    pairs.forEach(({ key }, pair) => {
      addTo(groups, codeFor(input, key)(item, frame, run), item, pair, position, run);
    });
  }
  const result: Record<string, unknown> = {};
  for (const [key, { data, pair }] of inOrder(groups)) {
    const code = codeFor(input, (pairs[pair] as PairCode).value);
    const context = isStream ? tupleOfGroup(data, run) : data;
    const value = code(context, frame, run);
    // As in jsonata: a tuple that stands alone in its group has no item in the groups that come after it.
    if (isStream) delete (context as Tuple)['@'];
    if (value !== undefined) setMember(result, key, value);
  }
  return result;
}

/** Of an empty list jsonata makes a list of one nothing, in place, and whoever looks at it later sees that. */
function itemsOf(input: unknown, run: Evaluation): readonly unknown[] {
  if (!isList(input)) return [input];
  if (input.length === 0 && !input.tupleStream) {
    if (!run.mayWrite && !input.sequence) throw new WouldWrite();
    input.push(undefined);
  }
  return input;
}

/** Puts an item into its group. @throws JsonataFault for a key that cannot be one */
export function addTo(
  groups: Map<string, Entry>,
  key: unknown,
  item: unknown,
  pair: number,
  position: number | undefined,
  run: Evaluation,
): void {
  if (key === undefined) return;
  if (typeof key !== 'string') throw new JsonataFault('T1003', { position, value: key });
  if (key === '_jsonata_lambda' || key === '_jsonata_function') {
    throw new JsonataFault('D1013', { position, value: key });
  }
  const group = groups.get(key);
  if (!group) groups.set(key, { data: item, pair });
  else if (group.pair !== pair) throw new JsonataFault('D1009', { position, value: key });
  else addItem(group, item, run.maxList);
}

/** `$append`, without a new list for each item. */
function addItem(group: Entry, item: unknown, maxList: number): void {
  const { data, isOwn } = group;
  if (!isOwn || !isList(data) || item === undefined) {
    group.data = append(data, item, maxList);
    group.isOwn = isOwn || (data !== undefined && item !== undefined);
    return;
  }
  const size = data.length + (isList(item) ? item.length : 1);
  if (size > maxList) throw new JsonataFault('D2015', { value: size });
  if (isList(item)) for (const one of item) data.push(one);
  else data.push(item);
}

/** As the members of an object stand: numbers come first. */
function inOrder(groups: ReadonlyMap<string, Entry>): [string, Entry][] {
  const keys = Object.keys(Object.fromEntries([...groups.keys()].map(key => [key, 0])));
  return keys.map(key => [key, groups.get(key) as Entry]);
}
