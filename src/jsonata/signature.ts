import jsonata from 'jsonata';
import type { SignatureCheck } from './ast.js';
import { isFunction } from './values.js';

interface Parameter {
  /** The kinds that it takes, in jsonata's letters. */
  readonly kinds: string;
  readonly isList: boolean;
  /** Of a list: the kind of its items. */
  readonly items?: string;
  readonly isOptional: boolean;
}

/**
 * The kinds of arguments that a function takes, `<s-n?:s>`. Arguments that fit one by one are let through here; all
 * others are judged by jsonata's own check, which finds the words for what is wrong.
 */
export class Signature {
  private readonly parameters: readonly Parameter[] | undefined;

  constructor(private readonly full: SignatureCheck) {
    this.parameters = parametersOf(full.definition);
  }

  static of(definition: string): Signature {
    const lambda = jsonata(`function()${definition}{1}`).ast() as unknown as { signature: SignatureCheck };
    return new Signature(lambda.signature);
  }

  /** @throws where the arguments do not fit */
  check(values: unknown[], context: unknown): unknown[] {
    return this.fits(values) ? values : this.full.validate(values, context);
  }

  /** Whether arguments fit as they stand; makes lists of those that should be some. */
  fits(values: unknown[]): boolean {
    const { parameters } = this;
    if (!parameters || values.length > parameters.length) return false;
    for (let index = 0; index < parameters.length; index++) {
      const parameter = parameters[index] as Parameter;
      if (index >= values.length) {
        if (!parameter.isOptional) return false;
        continue;
      }
      const value = values[index];
      if (value === undefined) {
        // Nothing fits everywhere but where a function has to be.
        if (parameter.kinds === 'f') return false;
        continue;
      }
      const kind = kindOf(value);
      if (!parameter.isList) {
        if (!parameter.kinds.includes(kind)) return false;
      } else if (kind === 'a') {
        if (parameter.items !== undefined && !areAll(value as unknown[], parameter.items)) return false;
      } else {
        if (parameter.items !== undefined && parameter.items !== kind) return false;
        values[index] = [value];
      }
    }
    return true;
  }
}

function areAll(list: readonly unknown[], kind: string): boolean {
  for (const item of list) if (kindOf(item) !== kind) return false;
  return true;
}

function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'object':
      if (value === null) return 'l';
      if (isFunction(value)) return 'f';
      return Array.isArray(value) ? 'a' : 'o';
    case 'function':
      return 'f';
    default:
      return 'm';
  }
}

const KINDS: Readonly<Record<string, string>> = { j: 'asnblom', x: 'asnblfom', a: 'asnblfom' };

/** @returns `undefined` for a signature that only jsonata's own check understands */
function parametersOf(definition: string): Parameter[] | undefined {
  const parameters: Parameter[] = [];
  const text = definition.slice(1).replace(/:.*$|>$/, '');
  const part = /\(([a-z]+)\)(\??)(-?)(\??)|([a-z])(?:<([^<>]*(?:<[^>]*>)?[^<>]*)>)?(-?)(\??)/y;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return undefined;
    const [, choice, early, , late, kind = '', items, context, optional] = match;
    const isList = kind === 'a';
    if (isList && items !== undefined && items.length > 1) return undefined;
    parameters.push({
      kinds: choice ?? KINDS[kind] ?? kind,
      isList,
      items: isList ? items : undefined,
      // One that the context stands in for is not left out: only the full check knows the context.
      isOptional: !context && (early === '?' || late === '?' || optional === '?'),
    });
  }
  return parameters;
}
