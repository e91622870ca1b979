import type { AstNode } from '../../jsonata/ast.js';

/** All nodes of a syntax tree; one that the parser has written twice comes once. */
export function nodesOf(root: AstNode): AstNode[] {
  const seen = new Set<object>();
  const nodes: AstNode[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || value instanceof RegExp || seen.has(value)) continue;
    seen.add(value);
    if ('type' in value && typeof value.type === 'string') nodes.push(value as AstNode);
    waiting.push(...Object.values(value));
  }
  return nodes;
}
