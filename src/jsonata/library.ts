import jsonata from 'jsonata';
import type { SignatureCheck } from './ast.js';

export interface LibraryFunction {
  readonly implementation: (...values: unknown[]) => unknown;
  readonly signature: SignatureCheck;
}

/**
 * jsonata's own functions. It shows them to nobody, but asks for a function to tell of each node, and hands the names
 * that the node sees to it.
 */
export const libraryFunction: (name: string) => LibraryFunction | undefined = (() => {
  interface Names {
    lookup(name: string): unknown;
  }
  let seen: Names | undefined;
  const expression = jsonata('0');
  const tell = (_node: unknown, _input: unknown, names: Names) => {
    seen = names;
  };
  expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, tell);
  // The first node is evaluated before there is anything to wait for.
  void expression.evaluate(undefined);
  if (!seen) throw new Error('this version of jsonata does not tell of the nodes that it evaluates');
  const names = seen;
  return name => {
    const found = names.lookup(name) as Partial<LibraryFunction> | undefined;
    return found?.implementation ? (found as LibraryFunction) : undefined;
  };
})();

function implementationOf(name: string): (...values: unknown[]) => unknown {
  const found = libraryFunction(name);
  if (!found) throw new Error(`this version of jsonata has no function ${name}`);
  return found.implementation;
}

/** Those that the compiler itself calls. */
export const library = {
  fromMillis: implementationOf('fromMillis'),
};
