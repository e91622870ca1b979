import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { JsonataFault, type Located } from './fault.js';
import { stringOf } from './functions/texts.js';
import { isNumeric } from './numbers.js';
import { rangeOf } from './ranges.js';
import { isTrue } from './truth.js';
import { isDeepEqual } from './values.js';

type Operator = (left: unknown, right: unknown, run: Evaluation) => unknown;

/** `a + b` and all other operators with two sides. */
export function binaryCode(node: AstNode, at: At, compiling: Compiling): Code | undefined {
  const name = String(node.value);
  const left = compiling.code(node.lhs as AstNode, at);
  const right = compiling.code(node.rhs as AstNode, at);
  if (name === 'and' || name === 'or') return logicCode(name, left, right, node);
  if (name === '..') {
    return located(node, (input, frame, run) => {
      const [from, to] = [left(input, frame, run), right(input, frame, run)];
      return () => rangeOf(from, to, run);
    });
  }
  if (name === '=' || name === '!=') return equalityCode(name === '=', left, right);
  if (name === 'in') return (input, frame, run) => isIn(left(input, frame, run), right(input, frame, run));
  const operator = operators[name];
  if (!operator) return undefined;
  const quick = quickOperators[name];
  return (input, frame, run) => {
    const one = left(input, frame, run);
    const other = right(input, frame, run);
    if (quick && typeof one === 'number' && typeof other === 'number') {
      const result = quick(one, other);
      if (result !== undefined) return result;
    }
    try {
      return operator(one, other, run);
    } catch (error) {
      throw placed(error as Located, node);
    }
  };
}

function located(node: AstNode, prepare: (...given: Parameters<Code>) => () => unknown): Code {
  return (input, frame, run) => {
    const work = prepare(input, frame, run);
    try {
      return work();
    } catch (error) {
      throw placed(error as Located, node);
    }
  };
}

/** Whatever an operator throws, stands where it stands. */
function placed(error: Located, { position, value }: AstNode): Located {
  error.position = position;
  error.token = value;
  return error;
}

function logicCode(name: 'and' | 'or', left: Code, right: Code, node: AstNode): Code {
  const decides = name === 'or';
  return (input, frame, run) => {
    const one = left(input, frame, run);
    try {
      return isTrue(one) === decides ? decides : isTrue(right(input, frame, run));
    } catch (error) {
      // What goes wrong inside of the right side is told of this place as well.
      throw placed(error as Located, node);
    }
  };
}

/** With nothing on one side both are false. */
function equalityCode(whenEqual: boolean, left: Code, right: Code): Code {
  return (input, frame, run) => {
    const one = left(input, frame, run);
    const other = right(input, frame, run);
    if (one === undefined || other === undefined) return false;
    if (one === other) return whenEqual;
    return (typeof one === 'object' && isDeepEqual(one, other, run)) === whenEqual;
  };
}

function isIn(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false;
  return Array.isArray(list) ? list.indexOf(value) >= 0 : list === value;
}

function numeric(calculate: (left: number, right: number) => number): Operator {
  return (left, right) => {
    if (left !== undefined && !isNumeric(left)) throw new JsonataFault('T2001', { value: left });
    if (right !== undefined && !isNumeric(right)) throw new JsonataFault('T2002', { value: right });
    return left === undefined || right === undefined ? undefined : calculate(left, right);
  };
}

function order(holds: (left: never, right: never) => boolean): Operator {
  return (left, right) => {
    if (!isComparable(left) || !isComparable(right)) {
      const isLeft = typeof left !== 'string' && typeof left !== 'number';
      throw new JsonataFault('T2010', { value: isLeft ? left : right });
    }
    if (left === undefined || right === undefined) return undefined;
    if (typeof left !== typeof right) throw new JsonataFault('T2009', { value: left, value2: right });
    return holds(left as never, right as never);
  };
}

function isComparable(value: unknown): boolean {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

const operators: Readonly<Record<string, Operator>> = {
  '+': numeric((left, right) => left + right),
  '-': numeric((left, right) => left - right),
  '*': numeric((left, right) => left * right),
  '/': numeric((left, right) => left / right),
  '%': numeric((left, right) => left % right),
  '<': order((left, right) => left < right),
  '<=': order((left, right) => left <= right),
  '>': order((left, right) => left > right),
  '>=': order((left, right) => left >= right),
  '&': (left, right, run) => (stringOf(left, run) ?? '') + (stringOf(right, run) ?? ''),
};

/** Of two numbers; finite ones give a finite number nearly always, and where not, the long way finds out. */
const quickOperators: Readonly<Record<string, (left: number, right: number) => unknown>> = {
  '+': (left, right) => (Number.isFinite(left) && Number.isFinite(right) ? left + right : undefined),
  '-': (left, right) => (Number.isFinite(left) && Number.isFinite(right) ? left - right : undefined),
  '*': (left, right) => (Number.isFinite(left) && Number.isFinite(right) ? left * right : undefined),
};

/** `-a` of what is no literal. */
export function negationCode(node: AstNode, at: At, compiling: Compiling): Code {
  const inner = compiling.code(node.expression as AstNode, at);
  const { position, value: token } = node;
  return (input, frame, run) => {
    const value = inner(input, frame, run);
    if (value === undefined) return undefined;
    if (!isNumeric(value)) throw new JsonataFault('D1002', { position, token, value });
    return -value;
  };
}
