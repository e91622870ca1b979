import type { Evaluation } from './evaluation.js';
import { append, push } from './lists.js';
import { asSequence, isFunction, isList, isSequence, keysOf, type List } from './values.js';

/** `*`: all members. */
export function membersOf(input: unknown, run: Evaluation): unknown {
  const { maxList } = run;
  let found: List = asSequence([]);
  const value = isList(input) && input.outerWrapper && input.length > 0 ? input[0] : input;
  if (isFunction(value)) return found;
  for (const key of keysOf(value)) {
    run.tick();
    const member = (value as Record<string, unknown>)[key];
    // jsonata's sequences have the function that bounds them as a member in front of their mark.
    if (key === 'sequence' && run.bounds.sequence && isSequence(value)) add(boundOfSequence);
    add(member);
  }
  return found;

  function add(member: unknown): void {
    if (isList(member))
      found = append(found, (member as unknown[]).flat(Number.POSITIVE_INFINITY), maxList) as List;
    // What was appended to is no sequence any more, and has no bound of its own.
    else if (found.sequence) push(found, member, maxList);
    else found.push(member);
  }
}

function boundOfSequence(): void {}

/** `**`: a value and all that stands in it. */
export function descendantsOf(input: unknown, run: Evaluation): unknown {
  if (input === undefined) return undefined;
  const found: unknown[] = [];
  descend(input, found, run);
  return found.length === 1 ? found[0] : asSequence(found);
}

function descend(value: unknown, found: unknown[], run: Evaluation): void {
  run.tick();
  if (isList(value)) {
    for (const item of value) descend(item, found, run);
    return;
  }
  push(found, value, run.maxList);
  if (isFunction(value)) return;
  for (const key of keysOf(value)) descend((value as Record<string, unknown>)[key], found, run);
}
