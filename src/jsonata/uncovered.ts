import { type AstNode, isPairList, type Pair } from './ast.js';
import { partsOf } from './parts.js';
import { boundBy } from './scope.js';

/**
 * Why an expression is not compiled. jsonata evaluates the parts of an array or object at the same time: what one of
 * them binds, the others see or not, as it happens.
 */
export function refusalOf(node: AstNode): string | undefined {
  const isArray = node.type === 'unary' && node.value === '[' && (node.expressions ?? []).length > 1;
  if (isArray && bindsAny(node.expressions)) return 'a variable is bound inside of an array';
  if (bindsAny(valuesOf(node.lhs)) || bindsAny(valuesOf(node.group?.lhs))) {
    return 'a variable is bound inside of an object';
  }
  if ((node.steps ?? []).some(step => step.tuple || step.type === 'parent') || node.type === 'parent') {
    return 'a step with @, # or %';
  }
  for (const part of partsOf(node, true)) {
    const refusal = refusalOf(part);
    if (refusal) return refusal;
  }
  return undefined;
}

function valuesOf(pairs: AstNode['lhs'] | readonly Pair[]): AstNode[] {
  return isPairList(pairs) ? pairs.map(([, value]) => value) : [];
}

function bindsAny(nodes: readonly AstNode[] = []): boolean {
  return boundBy(nodes).size > 0;
}
