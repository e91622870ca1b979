import { type AstNode, isPairList, type Pair } from './ast.js';

type Visit = (node: AstNode) => void;

/** Where a node stands alone. */
const SINGLE = [
  ...(['rhs', 'expression', 'procedure', 'body', 'condition', 'then', 'else'] as const),
  ...(['pattern', 'update', 'delete'] as const),
];

/** Visits the nodes that are evaluated when a node is. */
export function eachPart(node: AstNode, visit: Visit): void {
  eachPartInside(node, visit);
  eachPartBehind(node, visit);
}

function eachPartInside(node: AstNode, visit: Visit): void {
  if (isPairList(node.lhs)) eachOfPairs(node.lhs, visit);
  else if (node.lhs && node.type !== 'bind') visit(node.lhs as AstNode);
  node.steps?.forEach(visit);
  node.expressions?.forEach(visit);
  if (node.type !== 'lambda') node.arguments?.forEach(visit);
  for (const { expression } of node.terms ?? []) visit(expression);
  for (const name of SINGLE) {
    const part = node[name];
    if (part) visit(part);
  }
}

/** Only those that stand behind it: predicates and groups. */
export function eachPartBehind(node: AstNode, visit: Visit): void {
  for (const { expr } of node.predicate ?? []) if (expr) visit(expr);
  for (const { expr } of node.stages ?? []) if (expr) visit(expr);
  if (node.group) eachOfPairs(node.group.lhs, visit);
}

function eachOfPairs(pairs: readonly Pair[], visit: Visit): void {
  for (const [key, value] of pairs) {
    visit(key);
    visit(value);
  }
}
