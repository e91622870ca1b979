import type { AstNode } from '../jsonata/ast.js';
import type { Source } from './source.js';

/** One way of a condition `a ? b : c` in an expression or a function; `a ?: b` and `a ?? b` have two as well. */
export interface Branch {
  readonly source: Source;
  /** The expression that is evaluated: the same, or one that calls the function. */
  readonly inside: Source;
  /** Index of the `?` in the text of the source. */
  readonly index: number;
  readonly way: 'then' | 'else';
}

export interface BranchWatch {
  /** There is such a way, whether or not it is ever taken. A function is told of once for each expression with it. */
  foundBranch?(branch: Branch): void;
  tookBranch?(branch: Branch): void;
  /** A function of the mapping was called; `source` is its text. */
  calledFunction?(source: Source): void;
}

/**
 * The nodes that are evaluated when functions are called, by the names that the functions have at the head of the
 * text.
 */
export function bodiesIn({ expressions = [] }: AstNode): Map<string, AstNode> {
  return new Map(
    expressions.flatMap(({ type, lhs, rhs }): [string, AstNode][] => {
      const lambda = rhs?.type === 'block' ? rhs.expressions?.[0] : rhs;
      const name = (lhs as AstNode | undefined)?.value;
      return type === 'bind' && typeof name === 'string' && lambda?.body ? [[name, lambda.body]] : [];
    }),
  );
}

/** The ways of conditions, by the node that is evaluated when one is taken. */
type Ways = ReadonlyMap<AstNode, { readonly condition: AstNode; readonly way: Branch['way'] }>;

const known = new WeakMap<AstNode, Ways>();

/**
 * Lists the ways of all conditions in a syntax tree. The tree is changed when it is asked for the first time, so that
 * each way has a node of its own, and means what it meant.
 */
export function waysIn(root: AstNode): Ways {
  const ways = known.get(root) ?? separateWays(root);
  known.set(root, ways);
  return ways;
}

function separateWays(root: AstNode): Ways {
  const ways = new Map<AstNode, { condition: AstNode; way: Branch['way'] }>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const condition = value as AstNode;
    if (condition.type === 'condition' && condition.then) {
      // Of `$a ?: b` the parser makes one node of both `$a`.
      const yes = { ...condition.then };
      const no = condition.else ?? { type: 'value', value: undefined };
      Object.assign(
        condition,
        Object.fromEntries([
          ['then', yes],
          ['else', no],
        ]),
      );
      ways.set(yes, { condition, way: 'then' });
      ways.set(no, { condition, way: 'else' });
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(root);
  return ways;
}
