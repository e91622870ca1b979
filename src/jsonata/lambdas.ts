import type { AstNode } from './ast.js';
import { Body } from './body.js';
import { knownNative } from './call-nodes.js';
import { callNative, LastCallFault, locate } from './calls.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { NotCovered } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import type { Located } from './fault.js';
import { Lambda, type LambdaShape, type Native, Raw, Thunk } from './function-values.js';
import { boundBy, Scope } from './scope.js';
import { Signature } from './signature.js';
import { isSequence } from './values.js';

/** `function($a) { … }` */
export function lambdaCode(node: AstNode, at: At, compiling: Compiling): Code {
  const body = node.body as AstNode;
  const parameters = (node.arguments ?? []).map(parameter => String(parameter.value));
  const scope = new Scope(at.scope, [...parameters, ...boundBy([body])]);
  if (node.signature && typeof node.signature.validate !== 'function') {
    throw new NotCovered('a signature on the left side of ?: or ??');
  }
  markLastCalls(body);
  const shape: LambdaShape = {
    slots: parameters.map(name => scope.slotOf(name)),
    size: scope.size,
    body: new Body(notes => compiling.code(body, { scope, depth: 0, body: notes })),
    signature: node.signature && new Signature(node.signature),
  };
  return (input, frame) => new Lambda(shape, input, frame, shape.signature);
}

/** Last calls that nothing stands behind: what they give can go straight to the caller of the function. */
const lastCalls = new WeakSet<AstNode>();

function markLastCalls(node: AstNode | undefined): void {
  if (!node || node.predicate || node.group || node.keepArray) return;
  if (node.thunk) lastCalls.add(node);
  if (node.type === 'block') markLastCalls(node.expressions?.at(-1));
  if (node.type !== 'condition') return;
  markLastCalls(node.then);
  markLastCalls(node.else);
}

/** The last call of a function: what is called is left to the caller, unless it is no function of the expression. */
export function lastCallCode(node: AstNode, at: At, compiling: Compiling): Code {
  const call = node.body as AstNode;
  const procedure = call.procedure as AstNode;
  const values = call.arguments ?? [];
  const shape = {
    parts: new Body(notes => {
      const inside: At = { scope: at.scope, depth: 0, body: notes };
      return {
        procedure: compiling.code(procedure, inside),
        values: values.map(value => compiling.code(value, inside)),
      };
    }),
    token: procedure.type === 'variable' ? procedure.value : undefined,
    position: procedure.position,
  };
  const thunk: Code = (input, frame) => new Thunk(shape, input, frame);
  const native = lastCalls.has(node) ? knownNative(procedure, at, compiling) : undefined;
  if (!native) return thunk;
  // As deep as where the caller makes the call.
  const codes = values.map(value => compiling.code(value, { ...at, depth: 0 }));
  const { token, position } = shape;
  return (input, frame, run) => {
    native.token = token;
    native.position = position;
    try {
      const given = codes.map(code => code(input, frame, run));
      // Where the arguments do not fit, the context of the caller may have to stand in for one.
      if (native.signature && !native.signature.fits(given)) return thunk(input, frame, run);
      run.at = run.base;
      const result = callMarked(native, given, run);
      return isSequence(result) ? new Raw(result) : result;
    } catch (error) {
      throw new LastCallFault('', { cause: error });
    }
  };
}

function callMarked(native: Native, values: unknown[], run: Evaluation): unknown {
  try {
    return callNative(native, values, null, run);
  } catch (error) {
    locate(error as Located, native);
    throw error;
  }
}
