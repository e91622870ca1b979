import { type AstNode, isPairList } from '../jsonata/ast.js';

/** A variable that an expression takes from outside itself: `$byPhone`, or the function in `$phone(…)`. */
export interface Reference {
  readonly name: string;
  /** Index of its `$` in the text. */
  readonly index: number;
  /** Whether it is called: `$name(…)`. */
  readonly called: boolean;
  /** The members read from it, as in `$request.query.msisdn`, as far as they are plain names. */
  readonly members: readonly string[];
}

/** A call of a function that the expression does not define itself. */
export interface FunctionCall {
  readonly name: string;
  /** Index of its `$` in the text. */
  readonly index: number;
  /** Of `$a ~> $f(1)` both. */
  readonly arguments: readonly AstNode[];
  /** Whether there is a context, which stands in for an argument that is left out. */
  readonly hasContext: boolean;
}

export interface Analysis {
  readonly references: readonly Reference[];
  /** Names and `$` that stand where there is no context to take them from. */
  readonly bare: readonly { readonly name: string; readonly index: number }[];
  readonly calls: readonly FunctionCall[];
  /** Variables that the expression itself defines. */
  readonly defined: readonly { readonly name: string; readonly index: number }[];
  readonly regexes: readonly { readonly regex: RegExp; readonly index: number }[];
  /** Indexes behind the numbers that stand in it. */
  readonly numbers: readonly number[];
  /** Functions whose results an operator takes, as in `$total($lots) < 100`. */
  readonly operands: readonly { readonly name: string; readonly operator: string; readonly index: number }[];
  /**
   * Whether it makes objects out of what it finds, `rows{ key: value }` or `rows.{ … }`: of an empty list that it finds
   * jsonata makes a list of one nothing, in place.
   */
  readonly writesIntoLists: boolean;
}

export const NO_ANALYSIS: Analysis = {
  references: [],
  bare: [],
  calls: [],
  defined: [],
  regexes: [],
  numbers: [],
  operands: [],
  writesIntoLists: false,
};

type Names = ReadonlySet<string>;

/** Reads off the syntax tree what an expression depends on. */
export function analyse(root: AstNode): Analysis {
  const references: Reference[] = [];
  const bare: { name: string; index: number }[] = [];
  const calls: FunctionCall[] = [];
  const defined: { name: string; index: number }[] = [];
  const regexes: { regex: RegExp; index: number }[] = [];
  const numbers: number[] = [];
  const operands: { name: string; operator: string; index: number }[] = [];
  let writesIntoLists = false;

  walk(root, false, new Set());
  return { references, bare, calls, defined, regexes, numbers, operands, writesIntoLists };

  /**
   * @param inItem whether there is a context: inside a path step, a predicate, a group or a sort
   * @param locals variables defined by the expression around this node
   * @returns the locals behind this node, for the next expression of the same block
   */
  function walk(node: AstNode, inItem: boolean, locals: Names): Names {
    switch (node.type) {
      case 'path':
        walkPath(node, inItem, locals);
        return locals;
      case 'name':
      case 'wildcard':
      case 'descendant':
        if (!inItem) bare.push({ name: nameOf(node), index: start(node) });
        break;
      case 'variable':
        variable(node, inItem, locals, false);
        break;
      case 'function':
      case 'partial':
        if (node.procedure?.type === 'variable') variable(node.procedure, inItem, locals, true);
        else if (node.procedure) walk(node.procedure, inItem, locals);
        if (node.type === 'function') call(node.procedure, node.arguments, inItem, locals);
        walkAll(node.arguments, inItem, locals);
        break;
      case 'apply':
        walkChain(node, inItem, locals);
        break;
      case 'lambda': {
        const names = (node.arguments ?? []).map(argument => String(argument.value));
        (node.arguments ?? []).forEach(define);
        if (node.body) walk(node.body, inItem, new Set([...locals, ...names]));
        break;
      }
      case 'block': {
        let inner = locals;
        for (const expression of node.expressions ?? []) inner = walk(expression, inItem, inner);
        break;
      }
      case 'regex':
        regexes.push({ regex: node.value as RegExp, index: start(node) });
        break;
      case 'number':
        numbers.push(node.position ?? 0);
        break;
      case 'bind':
        return walkBind(node, inItem, locals);
      default:
        walkParts(node, inItem, locals);
    }
    walkTrailers(node, locals);
    return locals;
  }

  function walkPath(node: AstNode, inItem: boolean, locals: Names): void {
    let names = locals;
    (node.steps ?? []).forEach((step, index) => {
      if (index === 0 && step.type === 'variable') {
        variable(step, inItem, names, false, plainNames(node.steps?.slice(1)));
        walkTrailers(step, names);
      } else {
        walk(step, index > 0 || inItem, names);
      }
      names = withBound(names, step);
    });
    walkTrailers(node, names);
  }

  /** The names that a step binds: its items by `@$name`, their numbers by `#$name`. */
  function withBound(locals: Names, step: AstNode): Names {
    const bound = [step.focus, step.index].filter(name => name !== undefined);
    return bound.length === 0 ? locals : new Set([...locals, ...bound]);
  }

  /** Predicates, stages and groups are evaluated for each item, so they have a context. */
  function walkTrailers(node: AstNode, locals: Names): void {
    let names = withBound(locals, node);
    for (const name of [node.focus, node.index]) {
      if (name !== undefined) defined.push({ name, index: start(node) });
    }
    for (const stage of [...(node.predicate ?? []), ...(node.stages ?? [])]) {
      if (stage.type === 'index') {
        defined.push({ name: String(stage.value), index: start(node) });
        names = new Set([...names, String(stage.value)]);
      } else if (stage.expr) walk(stage.expr, true, names);
    }
    if (node.group) writesIntoLists = true;
    for (const [key, value] of node.group?.lhs ?? []) {
      walk(key, true, names);
      walk(value, true, names);
    }
  }

  /** `a ~> $f` and `a ~> $f(b)` are calls with one argument more than stands between the parentheses. */
  function walkChain(node: AstNode, inItem: boolean, locals: Names): void {
    const [left, right] = [node.lhs as AstNode, node.rhs as AstNode];
    walk(left, inItem, locals);
    if (right.type !== 'function') {
      if (right.type === 'variable') call(right, [left], inItem, locals);
      walk(right, inItem, locals);
      return;
    }
    call(right.procedure, [left, ...(right.arguments ?? [])], inItem, locals);
    if (right.procedure?.type === 'variable') variable(right.procedure, inItem, locals, true);
    else if (right.procedure) walk(right.procedure, inItem, locals);
    walkAll(right.arguments, inItem, locals);
    walkTrailers(right, locals);
  }

  function call(
    procedure: AstNode | undefined,
    values: readonly AstNode[] | undefined,
    hasContext: boolean,
    locals: Names,
  ): void {
    const name = String(procedure?.value);
    if (procedure?.type !== 'variable' || name === '' || locals.has(name)) return;
    calls.push({ name, index: start(procedure) - 1, arguments: values ?? [], hasContext });
  }

  function walkBind(node: AstNode, inItem: boolean, locals: Names): Names {
    const target = node.lhs as AstNode;
    define(target);
    const names = new Set([...locals, String(target.value)]);
    // A lambda may call itself by the name that it is bound to; nothing else sees the name on its own right side.
    if (node.rhs) walk(node.rhs, inItem, node.rhs.type === 'lambda' ? names : locals);
    return names;
  }

  function walkParts(node: AstNode, inItem: boolean, locals: Names): void {
    if (isPairList(node.lhs)) {
      if (inItem) writesIntoLists = true;
      for (const [key, value] of node.lhs) {
        walk(key, inItem, locals);
        walk(value, inItem, locals);
      }
    } else if (node.lhs) {
      walk(node.lhs, inItem, locals);
    }
    if (node.type === 'binary') {
      for (const side of [node.lhs as AstNode, node.rhs]) operand(side, String(node.value));
    }
    for (const part of [node.rhs, node.expression, node.condition, node.then, node.else]) {
      if (part) walk(part, inItem, locals);
    }
    walkAll(node.expressions, inItem, locals);
    for (const term of node.terms ?? []) walk(term.expression, true, locals);
    // A transform is a function: its parts see the object that it is given.
    for (const part of [node.pattern, node.update, node.delete]) if (part) walk(part, true, locals);
  }

  function operand(node: AstNode | undefined, operator: string): void {
    if (node?.type !== 'function' || node.procedure?.type !== 'variable') return;
    operands.push({ name: String(node.procedure.value), operator, index: start(node.procedure) - 1 });
  }

  function walkAll(nodes: readonly AstNode[] | undefined, inItem: boolean, locals: Names): void {
    for (const node of nodes ?? []) walk(node, inItem, locals);
  }

  function variable(
    node: AstNode,
    inItem: boolean,
    locals: Names,
    called: boolean,
    members: readonly string[] = [],
  ): void {
    const name = String(node.value);
    // `$` is the context, `$$` the root of the input, which is always empty.
    if (name === '$' || (name === '' && !inItem)) bare.push({ name: `$${name}`, index: start(node) });
    else if (name !== '' && !locals.has(name))
      references.push({ name, index: start(node) - 1, called, members });
  }

  function define(node: AstNode): void {
    defined.push({ name: String(node.value), index: start(node) - 1 });
  }
}

/** The names that a path begins with. */
function plainNames(steps: readonly AstNode[] = []): string[] {
  const end = steps.findIndex(step => step.type !== 'name');
  return (end < 0 ? steps : steps.slice(0, end)).map(step => String(step.value));
}

function nameOf(node: AstNode): string {
  if (node.type === 'wildcard') return '*';
  return node.type === 'descendant' ? '**' : String(node.value);
}

/** jsonata notes where a token ends; people want to see where it begins. */
function start(node: AstNode): number {
  return Math.max(0, (node.position ?? 0) - String(node.value).length);
}
