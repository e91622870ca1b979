import type { AstNode } from '../../jsonata/ast.js';
import type { Problem } from '../problem.js';
import { nodesOf } from './nodes.js';

/** What `$type` gives. */
const TYPES = ['null', 'number', 'string', 'boolean', 'array', 'object', 'function'];

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=', 'in']);

/** Parts of an expression that come out the same in every request, and so decide nothing. */
export function constantProblems(root: AstNode): Problem[] {
  return nodesOf(root).flatMap(node => {
    if (node.type === 'binary') return ofBinary(node);
    if (node.type === 'condition' && node.condition) return ofCondition(node.condition);
    if (node.type === 'function') return ofCall(node);
    return [];
  });
}

function ofBinary(node: AstNode): Problem[] {
  const left = node.lhs as AstNode;
  const right = node.rhs as AstNode;
  const operator = String(node.value);
  const index = indexOf(node);
  if (operator === 'and' || operator === 'or') {
    return [left, right].filter(isLiteral).map(side => alwaysThere(side, operator));
  }
  if (!COMPARISONS.has(operator)) return [];
  if (isLiteral(left) && isLiteral(right)) {
    return [problem(index, 'both sides are written out: this comes out the same every time')];
  }
  if (operator !== '=' && operator !== '!=') return [];
  return [...neverEqual(left, right, index, operator), ...neverEqual(right, left, index, operator)];
}

/** `$x = "a" or "b"` */
function alwaysThere(side: AstNode, operator: string): Problem {
  const isTrue = Boolean(side.value);
  const written = JSON.stringify(side.value);
  const message = `${written} beside ${operator} is ${isTrue ? 'always true' : 'never true'}`;
  const hint =
    side.type === 'value' ? 'leave it out' : `write the whole comparison once more: … = ${written}`;
  return problem(indexOf(side), message, hint);
}

/** Two sides whose kinds differ for ever, so that `=` is false without a word. */
function neverEqual(side: AstNode, literal: AstNode, index: number, operator: string): Problem[] {
  const always = operator === '=' ? 'never true' : 'never false';
  if (isTypeCall(side) && literal.type === 'string' && !TYPES.includes(String(literal.value))) {
    const message = `$type never gives "${literal.value}", so this is ${always}`;
    return [problem(index, message, `it gives ${TYPES.join(', ')}`)];
  }
  const path = plainPath(side);
  if (path === 'reply.status' && literal.type === 'string') {
    const message = `$reply.status is a number, so this is ${always}`;
    return [problem(index, message, `write it without quotes: ${literal.value}`)];
  }
  if (/^request\.(query|params|headers)\.[^.]+$/.test(path) && literal.type === 'number') {
    const message = `$${path} is a text, so this is ${always}`;
    return [problem(index, message, `write it in quotes: "${literal.value}"`)];
  }
  return [];
}

function isTypeCall(node: AstNode): boolean {
  return node.type === 'function' && node.procedure?.value === 'type';
}

/** `reply.status` of `$reply.status`; empty for all that is not so plain. */
function plainPath(node: AstNode): string {
  const [first, ...others] = node.steps ?? [];
  if (node.type !== 'path' || first?.type !== 'variable' || node.group) return '';
  const isPlain = others.every(step => step.type === 'name' && !step.stages && !step.predicate);
  return isPlain ? [first, ...others].map(step => String(step.value)).join('.') : '';
}

function ofCondition(condition: AstNode): Problem[] {
  if (!isLiteral(condition)) return [];
  return [problem(indexOf(condition), 'this condition is written out: one of its ways is never taken')];
}

function ofCall({ procedure, arguments: [argument] = [] }: AstNode): Problem[] {
  if (procedure?.type !== 'variable' || procedure.value !== 'exists' || !argument) return [];
  if (!isLiteral(argument)) return [];
  return [problem(indexOf(procedure) - 1, 'what is written out always exists')];
}

/** A condition that decides nothing. */
export function constantCondition({ type, value }: AstNode): string | undefined {
  if (type !== 'value' || typeof value !== 'boolean') return undefined;
  return value ? 'this is always true: leave it out' : 'this is never true: the step does nothing';
}

export function isLiteral({ type, predicate, stages, group }: AstNode): boolean {
  return /^(string|number|value)$/.test(type) && !predicate && !stages && !group;
}

function problem(index: number, message: string, hint?: string): Problem {
  return { level: 'warning', index, code: 'constant', message, hint };
}

function indexOf(node: AstNode): number {
  const quotes = node.type === 'string' ? 2 : 0;
  return Math.max(0, (node.position ?? 0) - String(node.value).length - quotes);
}
