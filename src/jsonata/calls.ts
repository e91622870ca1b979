import type { Evaluation } from './evaluation.js';
import { BrokenCall, JsonataFault, type Located } from './fault.js';
import {
  Callable,
  isCallable,
  Lambda,
  Native,
  NativePartial,
  Raw,
  Thunk,
  Wrapped,
} from './function-values.js';
import { newFrame } from './scope.js';

/**
 * Calls a function, and then all calls that functions leave to their callers as their last.
 *
 * @param input the context, which stands in for an argument that is left out
 */
export function apply(called: unknown, values: unknown[], input: unknown, run: Evaluation): unknown {
  let result = applyOnce(called, values, input, run);
  while (result instanceof Thunk) result = makeCall(result, input, run);
  return result instanceof Raw ? result.value : result;
}

/**
 * The same for a function that JSONata's own are given: `$map`, `$filter`, …
 *
 * @throws BrokenCall for one that reaches them as it is, as in jsonata, unless an expression made it
 */
export function callBack(called: unknown, values: unknown[], run: Evaluation): unknown {
  if (!isCallable(called)) throw new BrokenCall('this is no function');
  const isBare = called instanceof Native || called instanceof NativePartial;
  if (isBare || (called instanceof Lambda && called.given)) throw new BrokenCall(NAME_IT);
  return apply(called, values, called instanceof Lambda ? called.input : null, run);
}

/** What to do about it. */
export const NAME_IT =
  'jsonata breaks where a last call hands on a function like this: give its result a name, ($r := …; $r)';

function makeCall({ call, input: own, frame }: Thunk, input: unknown, run: Evaluation): unknown {
  const { base, at } = run;
  const parts = call.parts.for(run);
  run.base = at;
  const next = parts.procedure(own, frame, run);
  // jsonata notes the place of the call on what it calls, which a value does not bear.
  if (next === null || (typeof next !== 'object' && typeof next !== 'function')) {
    throw new BrokenCall('the last call of a function calls what is no function');
  }
  if (!isCallable(next)) {
    throw new JsonataFault('T1006', { token: call.token, position: call.position });
  }
  if (next instanceof Callable && !(next instanceof Wrapped)) {
    if (call.token !== undefined) next.token = call.token;
    next.position = call.position;
  }
  const values = parts.values.map(value => value(own, frame, run));
  run.base = base;
  run.at = at;
  return applyOnce(next, values, input, run);
}

function applyOnce(called: unknown, values: unknown[], input: unknown, run: Evaluation): unknown {
  try {
    if (called instanceof Lambda) return enter(called, values, input, run);
    if (called instanceof Native) return callNative(called, values, input, run);
    if (called instanceof Wrapped) return apply(called.inner, values, null, run);
    if (called instanceof NativePartial) return callPartial(called, values, run);
    if (called instanceof Thunk) return called;
    if (typeof called === 'function') return Reflect.apply(called, input, values);
    throw new JsonataFault('T1006');
  } catch (thrown) {
    if (thrown instanceof LastCallFault) throw thrown.cause;
    if (called instanceof Callable) locate(thrown as Located, called);
    throw thrown;
  }
}

/** Goes past the function whose last call failed: that call is its caller's. */
export class LastCallFault extends Error {}

/** An error takes the place of the outermost call that it comes through, as in jsonata. */
export function locate(error: Located, { token, position }: Located): void {
  if (error.token === undefined && token !== undefined) error.token = token;
  error.position = position || error.position;
}

export function callNative(called: Native, values: unknown[], input: unknown, run: Evaluation): unknown {
  const { signature } = called;
  const checked = signature ? signature.check(values, input) : values;
  run.tick(weightOf(checked));
  return called.implementation(checked, run);
}

/** Characters of a text that are as much work as a call: to go over a million takes milliseconds. */
const TEXT_OF_A_CALL = 1_000;

function weightOf(values: readonly unknown[]): number {
  let weight = 1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value === 'string') weight += value.length / TEXT_OF_A_CALL;
  }
  return weight;
}

function enter(lambda: Lambda, values: unknown[], input: unknown, run: Evaluation): unknown {
  run.tick();
  const { shape, open, given, signature } = lambda;
  const checked = signature ? signature.check(values, input) : values;
  const frame = newFrame(lambda.outer, shape.size);
  if (given) for (const [slot, value] of given) frame[slot] = value;
  for (let index = 0; index < open.length; index++) frame[open[index] as number] = checked[index];
  const { base, at } = run;
  const code = shape.body.for(run);
  run.base = at;
  const result = code(lambda.input, frame, run);
  run.base = base;
  run.at = at;
  return result;
}

function callPartial(called: NativePartial, values: unknown[], run: Evaluation): unknown {
  const all = called.values.slice();
  called.open.forEach((hole, index) => {
    all[hole] = values[index];
  });
  run.tick(weightOf(all));
  return called.call(all, run);
}

/** Functions that stand among the arguments of a call are handed over wrapped. */
export function wrapped(value: unknown): unknown {
  return isCallable(value) ? new Wrapped(value) : value;
}
