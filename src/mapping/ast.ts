/**
 * The syntax tree of jsonata 2.2, as its `ast()` gives it. The package's own types lack about half of what is
 * there, so the part that we read is written down here.
 */
export interface AstNode {
  readonly type: string;
  readonly value?: unknown;
  /** Index of the character behind the token in the expression's text. */
  readonly position?: number;
  readonly steps?: readonly AstNode[];
  readonly stages?: readonly AstNode[];
  readonly predicate?: readonly AstNode[];
  readonly expr?: AstNode;
  readonly group?: { readonly lhs: readonly (readonly [AstNode, AstNode])[] };
  readonly focus?: string;
  readonly index?: string;
  readonly lhs?: AstNode | readonly (readonly [AstNode, AstNode])[];
  readonly rhs?: AstNode;
  readonly expression?: AstNode;
  readonly expressions?: readonly AstNode[];
  readonly procedure?: AstNode;
  readonly arguments?: readonly AstNode[];
  readonly body?: AstNode;
  /** Of a lambda that says of which kinds its arguments are. */
  readonly signature?: { readonly definition: string };
  /** A lambda that stands for the last call of a function. */
  readonly thunk?: boolean;
  readonly condition?: AstNode;
  readonly then?: AstNode;
  readonly else?: AstNode;
  readonly terms?: readonly { readonly expression: AstNode }[];
  readonly pattern?: AstNode;
  readonly update?: AstNode;
  readonly delete?: AstNode;
}

export function isPairList(lhs: AstNode['lhs']): lhs is readonly (readonly [AstNode, AstNode])[] {
  return Array.isArray(lhs);
}
