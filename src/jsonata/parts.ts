import { type AstNode, isPairList, type Pair } from './ast.js';

/**
 * The nodes that are evaluated when a node is.
 *
 * @param inner whether those inside are asked for as well, and not only those that stand behind: predicates and groups
 */
export function partsOf(node: AstNode, inner: boolean): AstNode[] {
  const behind = [
    ...[...(node.predicate ?? []), ...(node.stages ?? [])].map(({ expr }) => expr),
    ...pairs(node.group?.lhs),
  ];
  if (!inner) return behind.filter(isNode);
  const inside = [
    ...(isPairList(node.lhs)
      ? pairs(node.lhs)
      : node.type === 'bind'
        ? []
        : [node.lhs as AstNode | undefined]),
    ...(node.steps ?? []),
    ...(node.expressions ?? []),
    ...(node.type === 'lambda' ? [] : (node.arguments ?? [])),
    ...(node.terms ?? []).map(({ expression }) => expression),
    ...[node.rhs, node.expression, node.procedure, node.body, node.condition, node.then, node.else],
    ...[node.pattern, node.update, node.delete],
  ];
  return [...inside, ...behind].filter(isNode);
}

function pairs(list: readonly Pair[] = []): AstNode[] {
  return list.flat();
}

function isNode(node: AstNode | undefined): node is AstNode {
  return node !== undefined;
}
