import { type Implementation, Native } from '../function-values.js';
import { library, libraryFunction } from '../library.js';
import { Signature } from '../signature.js';
import { callbacks } from './callbacks.js';
import { own } from './lists.js';
import { matching } from './matching.js';
import { texts } from './texts.js';

const clock: Readonly<Record<string, { implementation: Implementation; signature: string; arity: number }>> =
  {
    millis: { implementation: (_, run) => run.now, signature: '<:n>', arity: 0 },
    now: {
      implementation: ([picture, zone], run) => library.fromMillis(run.now, picture, zone),
      signature: '<s?s?:s>',
      arity: 2,
    },
  };

/** Makes JSONata's own function of that name, for one compiled expression. */
export function builtIn(name: string): Native | undefined {
  if (Object.hasOwn(clock, name)) {
    const { implementation, signature, arity } = clock[name] as (typeof clock)[string];
    return new Native(
      implementation,
      arity,
      Signature.of(signature),
      name === 'now' ? '(picture, timezone)' : '()',
    );
  }
  const found = libraryFunction(name);
  // Nothing is compiled while an expression runs.
  if (!found || name === 'eval') return undefined;
  const { implementation, signature } = found;
  return new Native(
    implementationOf(name, implementation),
    implementation.length,
    signatureOf(name, signature),
    implementation.toString(),
  );
}

const signatures = new Map<string, Signature>();

function signatureOf(name: string, signature: ConstructorParameters<typeof Signature>[0]): Signature {
  const known = signatures.get(name);
  if (known) return known;
  const made = new Signature(signature);
  signatures.set(name, made);
  return made;
}

function implementationOf(name: string, implementation: (...values: unknown[]) => unknown): Implementation {
  for (const better of [own, texts, callbacks, matching]) {
    if (Object.hasOwn(better, name)) return better[name] as Implementation;
  }
  // A time of day without a date is one of today.
  if (name === 'toMillis') {
    return (values, run) => implementation.apply({ environment: { timestamp: new Date(run.now) } }, values);
  }
  return values => implementation(...values);
}
