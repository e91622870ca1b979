import { type AstNode, isPairList, type Pair } from './ast.js';
import { eachPart, eachPartBehind } from './parts.js';
import { boundBy } from './scope.js';

/**
 * Why an expression is not compiled. jsonata evaluates the parts of an array or object at the same time: what one of
 * them binds, the others see or not, as it happens.
 *
 * @param hasTuples whether names are bound to the items of paths
 */
export function refusalOf(root: AstNode, hasTuples: boolean): string | undefined {
  if (!bindsAnywhere(root)) return undefined;
  let refusal: string | undefined;
  const visit = (node: AstNode): void => {
    refusal ??= refusalAt(node, hasTuples);
    if (!refusal) eachPart(node, visit);
  };
  visit(root);
  return refusal;
}

function refusalAt(node: AstNode, hasTuples: boolean): string | undefined {
  const isArray = node.type === 'unary' && node.value === '[' && (node.expressions ?? []).length > 1;
  if (isArray && bindsAny(node.expressions)) return 'a variable is bound inside of an array';
  if (bindsAny(valuesOf(node.lhs)) || bindsAny(valuesOf(node.group?.lhs))) {
    return 'a variable is bound inside of an object';
  }
  if (hasTuples && bindsAny(perItem(node))) return 'a variable is bound beside @, # or %';
  return undefined;
}

function bindsAnywhere(root: AstNode): boolean {
  let found = false;
  const visit = (node: AstNode): void => {
    found ||= node.type === 'bind';
    if (!found) eachPart(node, visit);
  };
  visit(root);
  return found;
}

/** What is evaluated for each item of a list: where the item is a tuple, what it binds is gone with the item. */
function perItem(node: AstNode): AstNode[] {
  const parts: AstNode[] = [];
  eachPartBehind(node, part => parts.push(part));
  for (const { expression } of node.terms ?? []) parts.push(expression);
  if (isPairList(node.lhs)) parts.push(...node.lhs.flat());
  if (node.steps?.some(step => step.tuple)) parts.push(...node.steps);
  return parts;
}

function valuesOf(pairs: AstNode['lhs'] | readonly Pair[]): AstNode[] {
  return isPairList(pairs) ? pairs.map(([, value]) => value) : [];
}

function bindsAny(nodes: readonly AstNode[] = []): boolean {
  return boundBy(nodes).size > 0;
}
