import type { Path } from '../../document/place.js';
import type { AstNode } from '../../jsonata/ast.js';
import type { Reference } from '../analyse.js';
import { keyOf } from '../compile-template.js';
import type { StepFields } from '../fields.js';
import { type Seen, seenIn } from './seen.js';

/** Why a step may hold nothing. */
type Cause = 'when' | 'mayFail' | 'take?' | 'repeat';

const because: Readonly<Record<Cause, string>> = {
  when: 'it is skipped when its `when` is false',
  mayFail: 'it has mayFail',
  'take?': 'its take? may give nothing',
  repeat: 'a repeated request does without the writes below a claim',
};

/**
 * Warns where a template reads a step that may be absent and nothing above it looks whether it is: the operation
 * fails then, as a fault of the mapping. Only paths are looked at, `{% $card.number %}`: a function may well know
 * what to do with nothing.
 *
 * A step counts as looked after when a `fail` or an `answer` above the place reads it, or what it depends on, or
 * reads the same as its `when` does; and so does the `when` of the step in which the place is.
 *
 * @param skipped writes that a repeated request does without, as it does without the places in them
 */
export function reportAbsent(
  operation: Path,
  steps: Readonly<Record<string, StepFields>>,
  skipped: ReadonlySet<string>,
  seen: readonly Seen[],
): void {
  const inside = seenIn(operation, seen);
  const names = Object.keys(steps);
  const readers = readsBy(inside, names);
  for (const { source, root, references } of inside) {
    const { path } = source;
    if (!isTemplate(path)) continue;
    const name = plainRoot(root);
    const index = references.find(reference => reference.name === name)?.index ?? 0;
    const step = name === undefined ? undefined : steps[name];
    const own = path[2] === 'steps' ? String(path[3]) : undefined;
    const isSkipped = name !== undefined && skipped.has(name) && !skipped.has(own ?? '');
    const cause = step && (causeOf(step) ?? (isSkipped ? 'repeat' : undefined));
    if (name === undefined || !cause || mayVanish(path)) continue;
    const above = own === undefined ? names : names.slice(0, names.indexOf(own));
    const guards = above.filter(other => /^(fail|answer)$/.test(steps[other]?.kind ?? ''));
    if (own !== undefined) guards.push(own);
    const related = relatedTo(name, readers);
    if (guards.some(guard => (readers.get(guard)?.when ?? []).some(read => related.has(read)))) continue;
    const message = `$${name} may be nothing here: ${because[cause]}, and then the operation fails`;
    const hint = `write the key with ?, or end the operation above: fail or answer, when: $not($exists($${name}))`;
    source.report('warning', 'absent-step', index, message, hint);
  }
}

interface Reads {
  /** What its `when` reads. */
  readonly when: string[];
  readonly all: string[];
}

/** What the steps read: names of steps, and of the request and the params what is read of them. */
function readsBy(seen: readonly Seen[], names: readonly string[]): Map<string, Reads> {
  const reads = new Map<string, Reads>(names.map(name => [name, { when: [], all: [] }]));
  for (const {
    source: { path },
    references,
  } of seen) {
    const of = path[2] === 'steps' ? reads.get(String(path[3])) : undefined;
    if (!of) continue;
    const read = references.map(told);
    of.all.push(...read);
    if (path[4] === 'when') of.when.push(...read);
  }
  return reads;
}

function told({ name, members }: Reference): string {
  return name === 'request' || name === 'params' ? [name, ...members].join('.') : name;
}

/** The step, what its `when` reads, and all that is made of it. */
function relatedTo(name: string, readers: ReadonlyMap<string, Reads>): Set<string> {
  const made = new Set([name]);
  for (const one of made) {
    for (const [other, { all }] of readers) if (all.includes(one)) made.add(other);
  }
  return new Set([...made, ...(readers.get(name)?.when ?? [])]);
}

function causeOf(step: StepFields): Cause | undefined {
  if (step.kind === 'fail' || step.kind === 'answer') return undefined;
  if (step.when !== undefined) return 'when';
  if (step.kind === 'value' || step.kind === 'reserve' || step.kind === 'claim') return undefined;
  if (step.mayFail) return 'mayFail';
  return step['take?'] === undefined ? undefined : 'take?';
}

/** Bare expressions may give nothing, or are judged otherwise. */
function isTemplate(path: Path): boolean {
  if (path[2] === 'response') return true;
  const key = String(path[4]);
  return (
    path[2] === 'steps' && /^(get|post|put|patch|delete|query|headers|body|form|text|given|answer)$/.test(key)
  );
}

function mayVanish(path: Path): boolean {
  return path.some(part => typeof part === 'string' && keyOf(part).mayVanish);
}

function plainRoot(root: AstNode): string | undefined {
  const first = root.type === 'path' ? root.steps?.[0] : root;
  const isPlain = root.type === 'variable' || (root.steps ?? []).slice(1).every(step => step.type === 'name');
  return first?.type === 'variable' && isPlain && !root.group ? String(first.value) : undefined;
}
