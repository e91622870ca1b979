/** What a step or a function may be called. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Variables that every expression of an operation may read. */
export const ALWAYS = ['request', 'params'] as const;

/** Variables that expressions have in some keys. */
const VARIABLES: ReadonlySet<string> = new Set([...ALWAYS, 'reply']);

/** Variables that the language will have: for each of a list, for pages, in shared calls and after a login. */
const PLANNED: ReadonlySet<string> = new Set(['item', 'page', 'given', 'session']);

/** An absent step of such a name would seem to hold what JavaScript gives to every object. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Why neither a step nor a function can have a name; `undefined` when it can. */
export function problemOfName(name: string, what: 'step' | 'function'): string | undefined {
  if (!NAME.test(name))
    return `"${name}" is no name for a ${what}: letters, digits and _ only, a letter first`;
  if (INHERITED.has(name)) return `"${name}" is a name that JavaScript keeps for itself`;
  if (VARIABLES.has(name)) return `"${name}" is the name of a variable that expressions have anyway`;
  if (PLANNED.has(name)) return `"${name}" is kept for a variable that the language will have`;
  return undefined;
}
