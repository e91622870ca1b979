import { hasErrors } from '../document/finding.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import { compileAround } from './compile-around.js';
import { compileCall } from './compile-call.js';
import { compileTemplate } from './compile-template.js';
import { type Workshop, withPlaceholders } from './compiler.js';
import { type CallFields, methodOf, type UseFields } from './fields.js';
import { literalAt } from './literal-text.js';
import type { Call, Judging } from './mapping.js';
import { problemOfName } from './names.js';
import { readsOfCall } from './plan.js';
import type { Visible } from './references.js';
import { IN_SHARED_CALL, withMembers, withNames } from './visible.js';

/**
 * Compiles a step that uses a call under `calls:`. What the step says itself stands in the place of what the call
 * says. Findings go to the document.
 *
 * @returns `undefined` when there is no such call
 */
export function compileUse(
  workshop: Workshop,
  path: Path,
  fields: UseFields,
  visible: Visible,
  defaults: Judging,
): Call | undefined {
  const name = literalAt(workshop, [...path, 'use'], fields.use);
  const isThere = name !== undefined && Object.hasOwn(workshop.calls, name);
  const shared = isThere ? workshop.calls[name] : undefined;
  if (name === undefined || !shared) {
    reportUnknown(workshop, path, name);
    return undefined;
  }
  const both = fields.forEach !== undefined && shared.forEach !== undefined;
  if (both) {
    const message = `the call ${name} has a forEach of its own`;
    workshop.document.errorAtKey('useless-key', [...path, 'forEach'], message);
  }
  const call = compileCall(
    workshop,
    ['calls', name],
    { ...asCall(shared), ifMissing: fields.ifMissing ?? shared.ifMissing },
    visibleInShared(workshop, fields, visible),
    defaults,
  );
  checkGiven(workshop, path, name, fields, call);
  const around = compileAround(workshop, path, fields, visible, {
    isWrite: call.isWrite,
    isPaged: call.pages !== undefined,
  });
  const takes = fields.take !== undefined || fields['take?'] !== undefined;
  return {
    ...call,
    shared: name,
    ...(takes && { take: around.take, takeMayVanish: around.takeMayVanish }),
    mayFail: fields.mayFail ?? call.mayFail,
    each: around.each ?? call.each,
    given:
      fields.given === undefined
        ? undefined
        : compileTemplate(workshop, [...path, 'given'], fields.given, {
            visible: fields.forEach === undefined ? visible : withNames(visible, 'item'),
          }),
  };
}

/**
 * Looks at the calls by themselves, so that one that no step uses is checked as well; its params need not be set.
 * Findings go to the document.
 */
export function checkCalls(deployment: Workshop, defaults: Judging, used: readonly string[]): void {
  const workshop = withPlaceholders(deployment);
  const { document } = workshop;
  for (const [name, shared] of Object.entries(workshop.calls)) {
    const path: Path = ['calls', name];
    const problem = problemOfName(name, 'a call');
    if (problem !== undefined) document.errorAtKey('call-name', path, problem);
    if (methodOf(shared) === undefined)
      document.errorAtKey('key-choice', path, 'a call needs get, post, put, patch or delete');
    compileCall(workshop, path, asCall(shared), withNames(IN_SHARED_CALL, 'item'), defaults);
    // Which one a param chooses is another one elsewhere.
    if (used.includes(name) || used.some(use => use.includes('${'))) continue;
    document.report('warning', 'unused-call', document.placeOfKey(path), `no step uses the call ${name}`);
  }
}

function asCall(shared: Workshop['calls'][string]): CallFields {
  return { kind: 'call', ...shared };
}

function visibleInShared(workshop: Workshop, { use, forEach }: UseFields, { request }: Visible): Visible {
  const visible = { ...IN_SHARED_CALL, request };
  const members = workshop.given.get(use);
  const withGiven = members ? withMembers(visible, 'given', members) : visible;
  return forEach === undefined ? withGiven : withNames(withGiven, 'item');
}

function checkGiven(
  { document }: Workshop,
  path: Path,
  name: string,
  { given }: UseFields,
  call: Call,
): void {
  // A part with a finding reads nothing that could be seen.
  if (hasErrors(document.findings)) return;
  const reads = readsOfCall(call).has('given');
  if (reads && given === undefined)
    document.errorAtKey('missing-given', path, `the call ${name} reads $given: add given: to this step`);
  else if (!reads && given !== undefined)
    document.report(
      'warning',
      'unused-given',
      document.placeOfKey([...path, 'given']),
      `the call ${name} does not read $given`,
    );
}

function reportUnknown({ document, calls }: Workshop, path: Path, name: string | undefined): void {
  if (name === undefined) return;
  const known = Object.keys(calls);
  const hint = suggestion(name, known, `there are ${known.join(', ') || 'none: write it under calls:'}`);
  document.error('unknown-call', [...path, 'use'], `there is no call "${name}" under calls:`, hint);
}
