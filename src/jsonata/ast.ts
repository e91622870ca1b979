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
  readonly group?: Group;
  readonly focus?: string;
  readonly index?: string;
  readonly lhs?: AstNode | readonly Pair[];
  readonly rhs?: AstNode;
  readonly expression?: AstNode;
  readonly expressions?: readonly AstNode[];
  readonly procedure?: AstNode;
  readonly arguments?: readonly AstNode[];
  readonly body?: AstNode;
  /** Of a lambda that says of which kinds its arguments are. */
  readonly signature?: SignatureCheck;
  /** A lambda that stands for the last call of a function. */
  readonly thunk?: boolean;
  readonly condition?: AstNode;
  readonly then?: AstNode;
  readonly else?: AstNode;
  readonly terms?: readonly Term[];
  readonly pattern?: AstNode;
  readonly update?: AstNode;
  readonly delete?: AstNode;
  /** `[]` stands behind it: a list of one stays a list. */
  readonly keepArray?: boolean;
  /** The same, for the path that such a step belongs to. */
  readonly keepSingletonArray?: boolean;
  /** An array constructor that begins or ends a path: its list is one item of the path. */
  readonly consarray?: boolean;
  /** A step that binds names to its items (`@`, `#`) or whose item is asked for later (`%`); a path that hands them on. */
  readonly tuple?: boolean;
  /** The name by which later steps ask for the item that this step is read from. */
  readonly ancestor?: { readonly label: string };
  /** Of `%`: the name that it asks for. */
  readonly slot?: { readonly label: string };
}

export type Pair = readonly [key: AstNode, value: AstNode];

export interface Group {
  readonly lhs: readonly Pair[];
  readonly position?: number;
}

export interface Term {
  readonly expression: AstNode;
  readonly descending?: boolean;
}

/** What jsonata makes of a signature, `<s-n?:s>`. */
export interface SignatureCheck {
  readonly definition: string;
  /**
   * @param context stands in for an argument that is left out
   * @returns the arguments as the function wants them
   * @throws where they do not fit
   */
  validate(values: readonly unknown[], context: unknown): unknown[];
}

export function isPairList(lhs: AstNode['lhs']): lhs is readonly Pair[] {
  return Array.isArray(lhs);
}
