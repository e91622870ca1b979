import jsonata from 'jsonata';
import { helpers } from './helpers/catalogue.js';
import type { Helper } from './helpers/helper.js';
import type { Limits } from './program.js';
import { append, isTrue } from './simple-values.js';

/** A function on finished arguments, or `undefined` when only the interpreter can call it so. */
export type Call = (values: readonly unknown[]) => unknown;

/** JSONata's own functions that are worth a closure, by name: how many arguments they take, and what they do. */
const builtIns: Readonly<Record<string, { arguments: number; make: (limits: Limits) => Call }>> = {
  exists: {
    arguments: 1,
    make:
      () =>
      ([value]) =>
        value !== undefined,
  },
  not: {
    arguments: 1,
    make:
      () =>
      ([value]) =>
        value === undefined ? undefined : !isTrue(value),
  },
  boolean: {
    arguments: 1,
    make:
      () =>
      ([value]) =>
        value === undefined ? undefined : isTrue(value),
  },
  count: {
    arguments: 1,
    make:
      () =>
      ([value]) =>
        countOf(value),
  },
  append: {
    arguments: 2,
    make:
      limits =>
      ([first, second]) =>
        append(first, second, limits.sequence),
  },
};

function countOf(value: unknown): number {
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : 1;
}

/** Makes the call of a function of JSONata or of a helper. */
export function callOf(name: string, argumentCount: number, limits: Limits): Call | undefined {
  const helper = helpers.get(name);
  if (helper) return callOfHelper(helper);
  const builtIn = Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;
  return builtIn?.arguments === argumentCount ? builtIn.make(limits) : undefined;
}

function callOfHelper({ run, signature }: Helper): Call {
  const { validate } = signatureOf(signature);
  return values => run(...(validate(values, undefined) as never[]));
}

interface Signature {
  /** @throws where the arguments do not fit */
  validate(values: readonly unknown[], context: unknown): unknown[];
}

/** jsonata's own check of arguments, which it shows only on the syntax tree of a function that has a signature. */
function signatureOf(text: string): Signature {
  return (jsonata(`function()${text}{1}`).ast() as unknown as { signature: Signature }).signature;
}
