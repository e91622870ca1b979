import { isObject } from '../json/values.js';
import { keyOf } from './compile-template.js';
import type { MappingFields, UseFields } from './fields.js';

/** The steps that use calls, in the order of the page. */
export function usesIn({ operations, custom, cards }: MappingFields): UseFields[] {
  return [...Object.values(operations), ...Object.values(custom), ...(cards ? [cards.verify] : [])]
    .flatMap(operation => ('steps' in operation ? Object.values(operation.steps) : []))
    .flatMap(step => (step.kind === 'use' ? [step] : []));
}

/**
 * What `$given` may hold in a call: the members that any of its uses gives, for a call may look whether one is there.
 *
 * @returns by what is written behind `use`; `undefined` where something else than an object is given
 */
export function givenMembers(uses: readonly UseFields[]): Map<string, readonly string[] | undefined> {
  const members = new Map<string, readonly string[] | undefined>();
  for (const { use, given } of uses) {
    const before = members.has(use) ? members.get(use) : [];
    const keys = isObject(given) ? Object.keys(given).map(key => keyOf(key).name) : undefined;
    members.set(use, before && keys && [...before, ...keys]);
  }
  return members;
}
