import jsonata from 'jsonata';
import type { AstNode } from './ast.js';

/**
 * Parses an expression, and mends what jsonata 2.2 breaks on the way: of `a ?: b` and `a ?? b` it makes a copy of `a` by
 * way of JSON, in which regexes and the signatures of functions are lost. There a search never comes to its end.
 *
 * @param library the jsonata that parses
 * @throws jsonata's syntax errors
 */
export function parseJsonata(
  text: string,
  options?: jsonata.JsonataOptions,
  library = jsonata,
): jsonata.Expression {
  const expression = library(text, options);
  mend(expression.ast());
  return expression;
}

/** Those inside first: what is put back must be whole itself. */
function mend(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return;
  for (const part of Object.values(value)) mend(part);
  const { type, condition, then } = value as AstNode;
  if (type !== 'condition') return;
  putBack(then, condition);
  // `a ?? b` is `$exists(a) ? a : b`.
  putBack(then, condition?.arguments?.[0]);
}

/** Goes over both together, which are alike where one is a copy. */
function putBack(from: unknown, to: unknown): void {
  if (typeof from !== 'object' || typeof to !== 'object' || from === null || to === null) return;
  const copy = to as Record<string, unknown>;
  for (const [name, part] of Object.entries(from)) {
    if (isLost(part, copy[name])) copy[name] = part;
    else putBack(part, copy[name]);
  }
}

/** JSON makes an object without members of a regex, and leaves the functions of a signature out. */
function isLost(part: unknown, copied: unknown): boolean {
  if (typeof copied !== 'object' || copied === null) return false;
  if (part instanceof RegExp) return !(copied instanceof RegExp);
  const { validate } = Object(part) as { validate?: unknown };
  return typeof validate === 'function' && !('validate' in copied);
}
