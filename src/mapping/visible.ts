import { ALWAYS } from './names.js';
import type { Visible } from './references.js';

/** What a call under `calls:` sees, whichever step uses it: no steps. */
export const IN_SHARED_CALL: Visible = { names: new Set([...ALWAYS, 'given']), later: new Set() };

/** The same place with further variables. */
export function withNames(visible: Visible, ...names: readonly string[]): Visible {
  return { ...visible, names: new Set([...visible.names, ...names]) };
}

/** The same place, where it is known what some variable holds. */
export function withMembers(visible: Visible, name: string, members: readonly string[]): Visible {
  return { ...withNames(visible, name), members: { ...visible.members, [name]: members } };
}
