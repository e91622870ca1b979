import type { Body } from './body.js';
import type { Code } from './code.js';
import type { Evaluation } from './evaluation.js';
import type { Frame } from './scope.js';
import type { Signature } from './signature.js';

/**
 * Functions as values. What makes one callable is its class and no member that data could have as well; the marks
 * that jsonata's own functions look for stand on the prototypes.
 */
export abstract class Callable {
  /** By which name and where it was called last: errors tell it. */
  token?: unknown;
  position?: number;

  /** How many arguments it takes at most. */
  abstract readonly arity: number;
}

export type Implementation = (values: unknown[], run: Evaluation) => unknown;

/** A function of JSONata or of the host. */
export class Native extends Callable {
  constructor(
    readonly implementation: Implementation,
    readonly arity: number,
    readonly signature: Signature | undefined,
    /** Its text: jsonata reads the names of the parameters out of it when some are left open. */
    readonly text: string,
  ) {
    super();
  }
}

export interface LambdaShape {
  /** The slots of the parameters in the frame of a call. */
  readonly slots: readonly number[];
  /** How many slots the frame has. */
  readonly size: number;
  readonly body: Body;
  readonly signature?: Signature;
}

/** A function that an expression makes. */
export class Lambda extends Callable {
  constructor(
    readonly shape: LambdaShape,
    readonly input: unknown,
    readonly outer: Frame,
    /** A function with some of its arguments has none. */
    readonly signature: Signature | undefined,
    /** The slots of the parameters that are open. */
    readonly open = shape.slots,
    /** Slots and values of those that are not. */
    readonly given?: readonly (readonly [slot: number, value: unknown])[],
  ) {
    super();
  }

  get arity(): number {
    return this.open.length;
  }
}

/** A native function with some of its arguments. */
export class NativePartial extends Callable {
  /**
   * @param values all arguments, with holes
   * @param open the indexes of the holes
   */
  constructor(
    readonly call: (values: unknown[], run: Evaluation) => unknown,
    readonly values: readonly unknown[],
    readonly open: readonly number[],
  ) {
    super();
  }

  get arity(): number {
    return this.open.length;
  }
}

/** A function that was handed over as an argument: it does not see the context of those who call it. */
export class Wrapped extends Callable {
  constructor(readonly inner: unknown) {
    super();
  }

  get arity(): number {
    return arityOf(this.inner);
  }
}

/** The last call of a function, not made yet: whoever called the function makes it, so that calls do not pile up. */
export class Thunk extends Callable {
  constructor(
    readonly call: ThunkShape,
    readonly input: unknown,
    readonly frame: Frame,
  ) {
    super();
  }

  get arity(): number {
    return 0;
  }
}

export interface ThunkShape {
  readonly parts: Body<{ readonly procedure: Code; readonly values: readonly Code[] }>;
  readonly token?: unknown;
  readonly position?: number;
}

/** What a last call gave that was made at once: a sequence that only the caller may settle. */
export class Raw extends Callable {
  constructor(readonly value: unknown) {
    super();
  }

  get arity(): number {
    return 0;
  }
}

for (const [kind, mark] of [
  [Native, '_jsonata_function'],
  [Wrapped, '_jsonata_function'],
  [Lambda, '_jsonata_lambda'],
  [NativePartial, '_jsonata_lambda'],
  [Thunk, '_jsonata_lambda'],
  [Raw, '_jsonata_lambda'],
] as const) {
  Object.defineProperty(kind.prototype, mark, { value: true });
}

export function isCallable(value: unknown): value is Callable | ((...values: unknown[]) => unknown) {
  return typeof value === 'function' || value instanceof Callable;
}

export function arityOf(value: unknown): number {
  if (value instanceof Callable) return value.arity;
  return typeof value === 'function' ? value.length : 0;
}
