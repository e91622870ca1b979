import jsonata from 'jsonata';
import type { AstNode } from './ast.js';
import { forgottenDollar } from './call-nodes.js';
import { callBack } from './calls.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { JsonataFault } from './fault.js';
import { isCallable, Lambda, Native, NativePartial, Wrapped } from './function-values.js';
import { leftOpen } from './functions/lists.js';

const OPEN = Symbol('?');

/** `$f(?, b)` */
export function partialCode(node: AstNode, at: At, compiling: Compiling): Code {
  const procedure = node.procedure as AstNode;
  const codes = (node.arguments ?? []).map(value =>
    value.type === 'operator' && value.value === '?' ? () => OPEN : compiling.code(value, at),
  );
  const called = compiling.code(procedure, at);
  const forgotten = forgottenDollar(procedure, at, compiling);
  const token = procedure.type === 'path' ? procedure.steps?.[0]?.value : procedure.value;
  const { position } = node;
  return (input, frame, run) => {
    const values = codes.map(code => code(input, frame, run));
    const callee = called(input, frame, run);
    if (callee === undefined && forgotten?.(input, frame, run)) {
      throw new JsonataFault('T1007', { position, token });
    }
    if (callee instanceof Lambda) return partOfLambda(callee, values);
    if (callee instanceof NativePartial) return partOfPartial(callee, values);
    if (isCallable(callee)) return partOfNative(callee, values);
    throw new JsonataFault('T1008', { position, token });
  };
}

function partOfLambda(lambda: Lambda, values: readonly unknown[]): Lambda {
  const open: number[] = [];
  const given = [...(lambda.given ?? [])];
  lambda.open.forEach((slot, index) => {
    if (values[index] === OPEN) open.push(slot);
    else given.push([slot, values[index]]);
  });
  return new Lambda(lambda.shape, lambda.input, lambda.outer, undefined, open, given);
}

function partOfPartial(
  { call, values: before, open }: NativePartial,
  values: readonly unknown[],
): NativePartial {
  const all = before.slice();
  const stillOpen: number[] = [];
  open.forEach((hole, index) => {
    if (values[index] === OPEN) stillOpen.push(hole);
    else all[hole] = values[index];
  });
  return new NativePartial(call, all, stillOpen);
}

/** jsonata reads out of the text of a function which parameters it has. Its signature is not looked at. */
function partOfNative(callee: unknown, values: readonly unknown[]): NativePartial {
  const count = parameterCount(textOf(callee));
  const all = Array.from({ length: count }, (_, index) => values[index]);
  const open = [...all.keys()].filter(index => all[index] === OPEN);
  if (!(callee instanceof Native)) {
    return new NativePartial((given, run) => callBack(callee, given, run), all, open);
  }
  return new NativePartial(leftOpen.get(callee.implementation) ?? callee.implementation, all, open);
}

function textOf(callee: unknown): string {
  if (callee instanceof Native) return callee.text;
  return callee instanceof Wrapped ? '(...params)' : String(callee);
}

/** @throws jsonata's syntax error where it cannot read the parameters */
function parameterCount(text: string): number {
  const names = (/\(([^)]*)\)/.exec(text)?.[1] ?? '').split(',').map(name => `$${name.trim()}`);
  jsonata(`function(${names.join(', ')}){ _ }`);
  return names.length;
}
