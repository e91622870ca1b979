/** One parameter of a function, as its signature in JSONata's syntax says. */
interface Parameter {
  /** The kinds that it takes: s text, n number, b true or false, l null, a list, o object, f function. */
  readonly kinds: string;
  /** Of a list: the kind of its items. */
  readonly items?: string;
  readonly isOptional: boolean;
  /** Whether the context stands in for it when it is left out. */
  readonly fromContext: boolean;
  readonly isMany: boolean;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** The kinds of what it gives, where that is certain; it may always be nothing, too. */
  readonly gives: string | undefined;
}

/** What is known of an argument: the kinds that it may be of, `m` for nothing; all of them when it is `undefined`. */
export interface Argument {
  readonly kinds: string | undefined;
  /** Of a list: the kinds of its items, as far as they are known. */
  readonly items?: readonly string[];
}

const EVERYTHING = 'asnblfo';

const signatures = new Map<string, Signature>();

/** Reads a signature such as `<s-nn?:s>`. */
export function signatureOf(definition: string): Signature {
  let signature = signatures.get(definition);
  if (!signature) {
    signature = read(definition);
    signatures.set(definition, signature);
  }
  return signature;
}

function read(definition: string): Signature {
  const [, all = '', gives = ''] = /^<((?:[^:<]|<[^>]*>)*)(?::(.*))?>$/.exec(definition) ?? [];
  const parameters = [...all.matchAll(/(\([^)]*\)|[a-z])(?:<([^>]*)>)?([-?+]?)/g)].map(
    ([, kind = '', items, mark]): Parameter => ({
      kinds: kindsOf(kind),
      items: kind === 'a' ? items : undefined,
      isOptional: mark === '?',
      fromContext: mark === '-',
      isMany: mark === '+',
    }),
  );
  // What is said of lists and objects is not always so.
  return { parameters, gives: /^[snb]$/.test(gives) ? gives : undefined };
}

function kindsOf(kind: string): string {
  if (kind === 'x' || kind === 'a') return EVERYTHING;
  return kind === 'j' ? EVERYTHING.replace('f', '') : kind.replaceAll(/[()]/g, '');
}

/**
 * Whether a call may be right: jsonata, too, gives each parameter in turn as much of the arguments as it takes.
 *
 * @param hasContext whether the context can stand in for an argument that is left out
 */
export function fits(
  { parameters }: Signature,
  given: readonly Argument[],
  hasContext: boolean,
  from = 0,
  at = 0,
): boolean {
  const parameter = parameters[from];
  if (!parameter) return at === given.length;
  const next = (taken: number) =>
    fits({ parameters, gives: undefined }, given, hasContext, from + 1, at + taken);
  const argument = given[at];
  if (argument && takes(parameter, argument)) {
    if (next(1)) return true;
    const following = given.slice(at + 1);
    if (parameter.isMany && following.every(one => takes(parameter, one))) return true;
  }
  return (parameter.isOptional || (parameter.fromContext && hasContext)) && next(0);
}

function takes({ kinds, items }: Parameter, argument: Argument): boolean {
  if (argument.kinds === undefined) return true;
  if (argument.kinds === 'm') return true;
  // What may be nothing is looked at as what it is otherwise.
  return [...argument.kinds].some(kind => {
    if (!kinds.includes(kind)) return false;
    if (items === undefined) return true;
    // One value stands for a list of one.
    return kind === 'a' ? isListOf(items, argument.items ?? []) : kind === items;
  });
}

function isListOf(kind: string, items: readonly string[]): boolean {
  return items.every(item => item.includes(kind) || item.includes('m'));
}

const words: Readonly<Record<string, string>> = {
  s: 'a text',
  n: 'a number',
  b: 'true or false',
  l: 'null',
  a: 'a list',
  o: 'an object',
  f: 'a function',
  m: 'nothing',
};

/** `a text or a number` */
export function kindsInWords(kinds: string): string {
  return [...kinds].map(kind => words[kind]).join(' or ');
}

/** What a function takes, in words: `(a text, a number, optionally a text)`. */
export function inWords({ parameters }: Signature): string {
  const all = parameters.map(({ kinds, items, isOptional }) => {
    const what = items === undefined ? kindsOrAnything(kinds) : `a list of ${plural[items] ?? 'values'}`;
    return isOptional ? `optionally ${what}` : what;
  });
  return all.length === 0 ? 'nothing' : all.join(', ');
}

const plural: Readonly<Record<string, string>> = { s: 'texts', n: 'numbers', o: 'objects' };

function kindsOrAnything(kinds: string): string {
  return kinds.length >= EVERYTHING.length - 1 ? 'any value' : kindsInWords(kinds);
}
