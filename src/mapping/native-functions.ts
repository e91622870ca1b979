import { type Implementation, Native } from '../jsonata/function-values.js';
import { Signature } from '../jsonata/signature.js';
import { helpers } from './helpers/catalogue.js';

const signatures: ReadonlyMap<string, Signature> = new Map(
  [...helpers].map(([name, { signature }]) => [name, Signature.of(signature)]),
);

/** As the interpreter has it: a function without a signature. */
const millis: Implementation = (_, run) => run.now;

/** The functions of ours that a compiled expression calls. */
export function nativeFunctions(names: ReadonlySet<string>): ReadonlyMap<string, Native> {
  const natives = new Map([['millis', new Native(millis, 0, undefined, '()')]]);
  for (const name of names) {
    const helper = helpers.get(name);
    if (!helper) continue;
    const run = helper.run as (...values: unknown[]) => unknown;
    natives.set(name, new Native(values => run(...values), run.length, signatures.get(name), run.toString()));
  }
  return natives;
}
