import { arrayCode } from './arrays.js';
import type { AstNode } from './ast.js';
import { callCode, chainCode } from './call-nodes.js';
import type { Code } from './code.js';
import { type At, type Compiling, NotCovered, type RegexEngine } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { filterOf } from './filters.js';
import { bindCode, blockCode, conditionCode, namedCode, variableCode } from './flow.js';
import type { Native } from './function-values.js';
import { builtIn } from './functions/catalogue.js';
import { groupCode } from './groups.js';
import { lambdaCode, lastCallCode } from './lambdas.js';
import { memberOf } from './names.js';
import { binaryCode, negationCode } from './operators.js';
import { partialCode } from './partials.js';
import { pathCode } from './paths.js';
import { regexCode } from './regexes.js';
import type { Scope } from './scope.js';
import { transformCode } from './transforms.js';
import { settled, settledAsList } from './values.js';
import { descendantsOf, membersOf } from './wildcards.js';

export interface CompilerOptions {
  /** The variables that each evaluation is given. Any other name that the expression does not bind is a function's. */
  readonly variables: ReadonlySet<string>;
  /** Functions besides JSONata's own. */
  readonly functions: ReadonlyMap<string, Native>;
  readonly RegexEngine: RegexEngine;
  /** Called whenever one of these nodes is evaluated. */
  readonly watched?: ReadonlyMap<AstNode, () => void>;
}

/** Makes the closures of one expression. */
export class Compiler implements Compiling {
  readonly RegexEngine;
  /** The functions that it names. Where they were called last is noted on them, so they are its own. */
  readonly natives = new Map<string, Native | undefined>();

  constructor(
    private readonly options: CompilerOptions,
    readonly tupleNames: readonly string[],
  ) {
    this.RegexEngine = options.RegexEngine;
  }

  code(node: AstNode, above: At): Code {
    const at = { ...above, depth: above.depth + 1 };
    at.body.deepest = Math.max(at.body.deepest, at.depth);
    let code = this.inner(node, at);
    for (const { expr } of node.predicate ?? []) {
      const before = code;
      const filter = filterOf(expr as AstNode, at, this);
      code = (input, frame, run) => filter(before(input, frame, run), frame, run);
    }
    if (node.type !== 'path' && node.group) {
      const before = code;
      const group = groupCode(node.group, at, this);
      code = (input, frame, run) => group(before(input, frame, run), frame, run);
    }
    code = this.settling(node, code);
    const told = this.options.watched?.get(node);
    if (told) code = after(told, code);
    return at.body.isCareful ? after(run => run.checkDepth(at.depth), code) : code;
  }

  outside(name: string): Code {
    if (name === '$') return (_input, _frame, run) => run.root;
    if (this.options.variables.has(name)) {
      return name in Object.prototype
        ? (_input, _frame, { variables }) => (Object.hasOwn(variables, name) ? variables[name] : undefined)
        : (_input, _frame, { variables }) => variables[name];
    }
    if (name === 'eval') throw new NotCovered('$eval');
    const native = this.nativeNamed(name);
    return () => native;
  }

  native(name: string, scope: Scope): Native | undefined {
    if (this.options.variables.has(name) || scope.find(name).length > 0) return undefined;
    return this.nativeNamed(name);
  }

  private nativeNamed(name: string): Native | undefined {
    if (!this.natives.has(name)) this.natives.set(name, this.options.functions.get(name) ?? builtIn(name));
    return this.natives.get(name);
  }

  private settling(node: AstNode, code: Code): Code {
    if (isLiteral(node) && !node.predicate) return code;
    const settle = node.keepArray ? settledAsList : settled;
    return (input, frame, run) => settle(code(input, frame, run));
  }

  private inner(node: AstNode, at: At): Code {
    switch (node.type) {
      case 'string':
      case 'number':
      case 'value': {
        const { value } = node;
        return () => value;
      }
      case 'name': {
        const name = String(node.value);
        return (input, _frame, run) => memberOf(input, name, run.maxList);
      }
      case 'wildcard':
        return (input, _frame, run) => membersOf(input, run);
      case 'descendant':
        return (input, _frame, run) => descendantsOf(input, run);
      case 'parent':
        return namedCode(String(node.slot?.label), at.scope, this);
      case 'variable':
        return variableCode(node, at, this);
      case 'path':
        return pathCode(node, at, this);
      case 'condition':
        return conditionCode(node, at, this);
      case 'block':
        return blockCode(node, at, this);
      case 'bind':
        return bindCode(node, at, this);
      case 'regex':
        return regexCode(node, this);
      case 'function':
        return callCode(node, at, this);
      case 'partial':
        return partialCode(node, at, this);
      case 'apply':
        return chainCode(node, at, this);
      case 'lambda':
        return node.thunk ? lastCallCode(node, at, this) : lambdaCode(node, at, this);
      case 'transform':
        return transformCode(node, at, this);
      default:
        return this.operation(node, at);
    }
  }

  private operation(node: AstNode, at: At): Code {
    let code: Code | undefined;
    if (node.type === 'binary') code = binaryCode(node, at, this);
    else if (node.type === 'unary' && node.value === '-') code = negationCode(node, at, this);
    else if (node.type === 'unary' && node.value === '[') code = arrayCode(node, at, this);
    else if (node.type === 'unary' && node.value === '{') {
      code = groupCode({ lhs: node.lhs as never, position: node.position }, at, this);
    }
    if (!code) throw new NotCovered(`a node ${node.type} ${String(node.value ?? '')}`.trim());
    return code;
  }
}

function isLiteral({ type }: AstNode): boolean {
  return type === 'string' || type === 'number' || type === 'value';
}

function after(first: (run: Evaluation) => void, code: Code): Code {
  return (input, frame, run) => {
    first(run);
    return code(input, frame, run);
  };
}
