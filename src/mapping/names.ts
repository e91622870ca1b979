/** What a step, a function or an operation may be called. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Variables that every expression of an operation may read. */
export const ALWAYS = ['request', 'params'] as const;

/** Variables that expressions have in some keys. */
const VARIABLES: ReadonlySet<string> = new Set([...ALWAYS, 'reply', 'session', 'item', 'page', 'given']);

/** What the login of `crm.auth` is called where steps are named. */
export const LOGIN = 'login';

/** What the call of a proxied operation is called there. */
export const PROXY = 'proxy';

const VERIFY = 'verify.';

/** What a step of `cards.verify` is called where steps are named: an operation may have one of the same name. */
export function verifyStep(name: string): string {
  return VERIFY + name;
}

export function isVerifyStep(name: string): boolean {
  return name.startsWith(VERIFY);
}

/** An absent step of such a name would seem to hold what JavaScript gives to every object. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Why a name can be none at all; `undefined` when it can. */
export function problemOfName(name: string, what: string): string | undefined {
  if (!NAME.test(name)) return `"${name}" is no name for ${what}: letters, digits and _ only, a letter first`;
  return INHERITED.has(name) ? `"${name}" is a name that JavaScript keeps for itself` : undefined;
}

/** Why neither a step nor a function, which expressions see as variables, can have a name; `undefined` when it can. */
export function problemOfVariable(name: string, what: 'a step' | 'a function'): string | undefined {
  const problem = problemOfName(name, what);
  if (problem !== undefined) return problem;
  if (VARIABLES.has(name)) return `"${name}" is the name of a variable that expressions have anyway`;
  return undefined;
}
