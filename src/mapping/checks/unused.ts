import type { Document } from '../../document/document.js';
import type { Path } from '../../document/place.js';
import { type CallFields, type MappingFields, methodOf, type StepFields, type UseFields } from '../fields.js';
import { operationsOf } from './operations.js';
import { type Seen, seenIn } from './seen.js';

/** Warns of params, functions and steps that nothing reads: often it is another one that was misspelt. */
export function reportUnused(document: Document, fields: MappingFields, seen: readonly Seen[]): void {
  reportParams(document, fields, seen);
  reportFunctions(document, fields, seen);
  for (const { path, steps } of operationsOf(fields)) reportSteps(document, fields, path, steps, seen);
}

function reportParams(document: Document, { params }: MappingFields, seen: readonly Seen[]): void {
  const read = new Set<string>();
  for (const { name, members } of seen.flatMap(({ references }) => references)) {
    if (name !== 'params') continue;
    // `$lookup($params, …)` may read any of them.
    if (members[0] === undefined) return;
    read.add(members[0]);
  }
  const { params: _, ...others } = Object(document.value);
  collectMarks(others, read);
  for (const name of Object.keys(params)) {
    if (!read.has(name))
      report(document, 'unused-param', ['params', name], `nothing reads the param ${name}`);
  }
}

/** The `${PARAM}` in all texts and keys of a value. */
function collectMarks(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') {
    for (const [, name = ''] of value.matchAll(/(?<!\$)\$\{([^}]*)\}/g)) into.add(name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      collectMarks(key, into);
      collectMarks(inner, into);
    }
  }
}

function reportFunctions(document: Document, { functions }: MappingFields, seen: readonly Seen[]): void {
  const callers = new Map<string, Set<string>>();
  const reached = new Set<string>();
  for (const {
    source: { path },
    references,
  } of seen) {
    const names = references.map(({ name }) => name);
    if (path[0] !== 'functions') for (const name of names) reached.add(name);
    else callers.set(String(path[1]), new Set(names));
  }
  for (const name of reached) for (const inner of callers.get(name) ?? []) reached.add(inner);
  for (const name of Object.keys(functions)) {
    if (!reached.has(name))
      report(document, 'unused-function', ['functions', name], `nothing calls the function ${name}`);
  }
}

function reportSteps(
  document: Document,
  fields: MappingFields,
  operation: Path,
  steps: Readonly<Record<string, StepFields>>,
  seen: readonly Seen[],
): void {
  const read = new Set(
    seenIn(operation, seen).flatMap(({ references }) => references.map(({ name }) => name)),
  );
  for (const [name, step] of Object.entries(steps)) {
    if (read.has(name) || !onlyGives(step, fields)) continue;
    const message =
      step.kind === 'reserve'
        ? `nothing reads the step ${name}: it takes a card number of which nobody is told`
        : `nothing reads the step ${name}, and it does nothing else than to hold a value`;
    report(document, 'unused-step', [...operation, 'steps', name], message);
  }
}

/** Whether a step has no effect but its value: a read that may end the operation has one. */
function onlyGives(step: StepFields, { calls }: MappingFields): boolean {
  if (step.kind === 'value' || step.kind === 'reserve') return true;
  if (step.kind === 'call') return isMereRead(step);
  if (step.kind !== 'use') return false;
  // Which call a param chooses is another one elsewhere.
  const shared = Object.hasOwn(calls, step.use) ? calls[step.use] : undefined;
  return shared !== undefined && isMereRead({ ...shared, ...given(step) });
}

function given({ ifMissing }: UseFields): Pick<UseFields, 'ifMissing'> {
  return ifMissing === undefined ? {} : { ifMissing };
}

function isMereRead(call: Omit<CallFields, 'kind'>): boolean {
  const isRead = call.safe ?? methodOf(call) === 'get';
  return isRead && call.ifMissing === undefined && call.errors === undefined && call.success === undefined;
}

function report(
  document: Document,
  code: 'unused-param' | 'unused-function' | 'unused-step',
  path: Path,
  message: string,
): void {
  document.report('warning', code, document.placeOfKey(path), message, 'use it, or remove it');
}
