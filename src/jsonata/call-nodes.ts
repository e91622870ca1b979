import jsonata from 'jsonata';
import type { AstNode } from './ast.js';
import { apply, callNative, locate, wrapped } from './calls.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { JsonataFault, type Located } from './fault.js';
import { namedCode } from './flow.js';
import { Callable, type Native, Wrapped } from './function-values.js';
import type { Frame } from './scope.js';
import { isFunction } from './values.js';

/** `$f(a, b)` */
export function callCode(node: AstNode, at: At, compiling: Compiling): Code {
  const call = callOf(node, at, compiling);
  return (input, frame, run) => call([], input, frame, run);
}

/**
 * @returns what calls the function, with values that come before those between the parentheses
 */
function callOf(node: AstNode, at: At, compiling: Compiling) {
  const procedure = node.procedure as AstNode;
  const called = compiling.code(procedure, at);
  const codes = (node.arguments ?? []).map(value => compiling.code(value, at));
  const forgotten = forgottenDollar(procedure, at, compiling);
  const token = nameOf(procedure);
  const { position } = node;
  const { depth } = at;
  const native = knownNative(procedure, at, compiling);
  if (native) {
    return (values: unknown[], input: unknown, frame: Frame, run: Evaluation): unknown => {
      for (const code of codes) values.push(wrapped(code(input, frame, run)));
      run.at = run.base + depth;
      native.token = token;
      native.position = position;
      try {
        return callNative(native, values, input, run);
      } catch (error) {
        locate(error as Located, native);
        throw named(error as Located, token, position);
      }
    };
  }
  return (values: unknown[], input: unknown, frame: Frame, run: Evaluation): unknown => {
    const callee = called(input, frame, run);
    if (callee === undefined && forgotten?.(input, frame, run)) {
      throw new JsonataFault('T1005', { position, token });
    }
    for (const code of codes) values.push(wrapped(code(input, frame, run)));
    run.at = run.base + depth;
    try {
      if (callee instanceof Callable && !(callee instanceof Wrapped)) {
        callee.token = token;
        callee.position = position;
      }
      return apply(callee, values, input, run);
    } catch (error) {
      throw named(error as Located, token, position);
    }
  };
}

/** The function that a name means wherever it is called, when no variable can hide it. */
export function knownNative(procedure: AstNode, at: At, compiling: Compiling): Native | undefined {
  const isName = procedure.type === 'variable' && !procedure.predicate && !procedure.group;
  return isName && !at.body.isCareful ? compiling.native(String(procedure.value), at.scope) : undefined;
}

function named(error: Located, token: unknown, position: number | undefined): Located {
  error.position ||= position;
  error.token ||= token;
  return error;
}

function nameOf(procedure: AstNode): unknown {
  return procedure.type === 'path' ? procedure.steps?.[0]?.value : procedure.value;
}

/** `f(…)` where `$f` was meant: whether there is such a function. */
export function forgottenDollar(procedure: AstNode, { scope }: At, compiling: Compiling): Code | undefined {
  return procedure.type === 'path' ? namedCode(String(nameOf(procedure)), scope, compiling) : undefined;
}

/** What `$f ~> $g` means, in jsonata's own words. */
const chain = jsonata('function($f, $g) { function($x){ $g($f($x)) } }').ast() as unknown as AstNode;

/** `a ~> $f` */
export function chainCode(node: AstNode, at: At, compiling: Compiling): Code {
  const left = compiling.code(node.lhs as AstNode, at);
  const right = node.rhs as AstNode;
  if (right.type === 'function') {
    const call = callOf(right, at, compiling);
    return (input, frame, run) => call([left(input, frame, run)], input, frame, run);
  }
  const called = compiling.code(right, at);
  const composed = compiling.code(chain, at);
  const { position } = node;
  const { depth } = at;
  return (input, frame, run) => {
    const value = left(input, frame, run);
    const callee = called(input, frame, run);
    if (!isFunction(callee)) throw new JsonataFault('T2006', { position, value: callee });
    run.at = run.base + depth;
    if (isFunction(value)) return apply(composed(null, frame, run), [value, callee], null, run);
    return apply(callee, [value], null, run);
  };
}
