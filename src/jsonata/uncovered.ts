import { type AstNode, isPairList, type Pair } from './ast.js';
import { eachPart, eachPartBehind } from './parts.js';
import { bindsIn } from './scope.js';

/** Why the compiler does not cover an expression. */
export interface Refusal {
  readonly refusal: string;
  /** Index of the character behind the token that is to blame, where it is one. */
  readonly position?: number;
}

/**
 * What is known beforehand not to be covered. jsonata evaluates the parts of an array or object at the same time: what
 * one of them binds, the others see or not, as it happens.
 *
 * @param hasTuples whether names are bound to the items of paths
 */
export function refusalOf(root: AstNode, hasTuples: boolean): Refusal | undefined {
  if (!bindsAnywhere(root)) return undefined;
  let refusal: Refusal | undefined;
  const visit = (node: AstNode): void => {
    refusal ??= refusalAt(node, hasTuples);
    if (!refusal) eachPart(node, visit);
  };
  visit(root);
  return refusal;
}

function refusalAt(node: AstNode, hasTuples: boolean): Refusal | undefined {
  const { expressions = [], type, value } = node;
  const items = type === 'unary' && value === '[' && expressions.length > 1 ? expressions : [];
  const members = [...valuesOf(node.lhs), ...valuesOf(node.group?.lhs)];
  return (
    boundAmong(items, 'inside of an array') ??
    boundAmong(members, 'inside of an object') ??
    (hasTuples ? boundAmong(perItem(node), 'beside @, # or %') : undefined)
  );
}

function boundAmong(nodes: readonly AstNode[], where: string): Refusal | undefined {
  const [bind] = bindsIn(nodes);
  return bind && { refusal: `a variable is bound ${where}`, position: bind.position };
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
