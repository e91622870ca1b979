import type { AstNode } from './ast.js';
import { Body } from './body.js';
import { Compiler, type CompilerOptions } from './compiler.js';
import { NotCovered } from './compiling.js';
import { type Bounds, Evaluation, WouldWrite } from './evaluation.js';
import { JsonataFault, type Located, putIntoWords } from './fault.js';
import type { Native } from './function-values.js';
import { boundBy, newFrame, Scope } from './scope.js';
import { tupleNamesIn } from './tuple-scope.js';
import { type Refusal, refusalOf } from './uncovered.js';
import { asSequence, isList, isSequence } from './values.js';

export interface Given {
  /** What `$$` gives, and the context of the whole. */
  readonly input?: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The clock, in milliseconds since 1970. */
  readonly now?: number;
}

/** An expression as closures. It never waits for anything. */
export class CompiledJsonata {
  constructor(
    private readonly body: Body,
    private readonly size: number,
    private readonly bounds: Bounds,
    private readonly natives: readonly Native[],
  ) {}

  /**
   * What jsonata's `evaluate` gives.
   *
   * @param copy gives the same JSON with empty lists of its own: jsonata writes into those that it groups. Asked for only
   *   where it would; without it the input is written into.
   * @throws what jsonata throws
   */
  evaluate(given: Given, copy?: (value: unknown) => unknown): unknown {
    try {
      if (!copy) return this.run(given, true);
      try {
        return this.run(given, false);
      } catch (thrown) {
        if (!(thrown instanceof WouldWrite)) throw thrown;
        const { input, variables, now } = given;
        const own = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, copy(value)]));
        return this.run({ input: copy(input), variables: own, now }, true);
      }
    } catch (thrown) {
      const fault = this.bounds.stack && isOfFullStack(thrown) ? tooDeep(thrown, this.bounds.stack) : thrown;
      putIntoWords(fault);
      throw fault;
    }
  }

  private run({ input, variables, now }: Given, mayWrite: boolean): unknown {
    for (const native of this.natives) native.position = native.token = undefined;
    const run = new Evaluation(input, variables, this.bounds, mayWrite, now);
    const context = isList(input) && !isSequence(input) ? outerList(input) : input;
    return this.body.for(run)(context, newFrame(undefined, this.size), run);
  }
}

/** Whether JavaScript's own stack was used up, which calls of calls may do before the bound comes. */
function isOfFullStack(thrown: unknown): thrown is RangeError & Located {
  return thrown instanceof RangeError && thrown.message.includes('call stack');
}

function tooDeep(cause: RangeError & Located, bound: number): JsonataFault {
  const { position, token } = cause;
  return new JsonataFault('D1011', { value: bound, position, token, cause });
}

/** An input that is a list is one item. */
function outerList(input: unknown): unknown {
  const list = asSequence([input]);
  list.outerWrapper = true;
  return list;
}

export interface Options extends CompilerOptions {
  readonly bounds: Bounds;
}

/**
 * Makes closures of an expression, with the meaning that jsonata 2.2 gives it.
 *
 * @param root its syntax tree, which is not changed
 * @returns why not, where there is something in it that the compiler does not cover
 */
export function compileJsonata(root: AstNode, options: Options): CompiledJsonata | Refusal {
  const tupleNames = tupleNamesIn(root);
  const refusal = refusalOf(root, tupleNames.length > 0);
  if (refusal) return refusal;
  const compiler = new Compiler(options, tupleNames);
  const scope = new Scope(undefined, boundBy([root]));
  try {
    const body = new Body(notes => compiler.code(root, { scope, depth: 0, body: notes }));
    const natives = [...compiler.natives.values()].filter(native => native !== undefined);
    return new CompiledJsonata(body, scope.size, options.bounds, natives);
  } catch (thrown) {
    if (thrown instanceof NotCovered) return { refusal: thrown.message };
    throw thrown;
  }
}
