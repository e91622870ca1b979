import type jsonata from 'jsonata';
import type { Place } from '../document/place.js';
import type { AstNode } from '../jsonata/ast.js';
import { compileJsonata } from '../jsonata/compile.js';
import { parseJsonata } from '../jsonata/parse.js';
import { type Branch, type BranchWatch, bodiesIn, waysIn } from './branches.js';
import type { FunctionTable } from './functions.js';
import { helpers } from './helpers/catalogue.js';
import { LinearRegex } from './linear-regex.js';
import { nativeFunctions } from './native-functions.js';
import type { Source } from './source.js';
import { syntaxTree } from './syntax-tree.js';

/**
 * Guard rails against endless work. `timeout` is generous on purpose: it counts the time that the event loop
 * gives to others, so a tight one rejects honest work under load.
 */
export interface Limits {
  /** Milliseconds. */
  readonly timeout: number;
  /** Nested calls. */
  readonly stack: number;
  /** Items of one sequence. */
  readonly sequence: number;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly source: Source;
}

/**
 * `$now` of the library reads a clock that evaluations running at the same time share, so it is defined anew by
 * the clock of the request.
 */
const NOW = '$now := function($picture, $zone) { $fromMillis($millis(), $picture, $zone) };';

const ENTRY = Symbol.for('jsonata.__evaluate_entry');

/**
 * An expression together with the functions of the mapping that it calls, as one JSONata text: the functions come
 * to life with each evaluation and share nothing between two of them. It knows which character came from where.
 */
export class Program {
  readonly readsClock: boolean;
  private readonly text: string;
  private readonly root: AstNode;
  /** What is called when a node is evaluated: see `tellBranches`. */
  private watched: ReadonlyMap<AstNode, () => void> = new Map();
  private readonly segments: Segment[] = [];

  /** @param calls names of all functions that the expression calls, directly or through others */
  constructor(
    private readonly source: Source,
    private readonly calls: ReadonlySet<string>,
    private readonly functions: FunctionTable,
    private readonly limits: Limits,
  ) {
    this.readsClock = calls.has('now') || calls.has('millis');
    this.text = this.compose();
    this.root = syntaxTree(source.document, this.text);
  }

  /**
   * The place in the mapping that jsonata's position means.
   *
   * @param position index behind the token, as jsonata counts
   */
  placeOf(position: number | undefined, token: string | undefined): Place | undefined {
    if (position === undefined) return undefined;
    const segment = this.segmentOf(position);
    if (!segment) return undefined;
    return segment.source.placeAt(tokenStart(segment.source.text, position - segment.from, token));
  }

  /** Tells which ways its conditions have, and from now on each that is taken, and each call of a function. */
  tellBranches(watch: BranchWatch): void {
    const branches = this.branchesIn(this.root);
    this.watched = this.watchedIn(this.root, branches, watch);
    for (const branch of branches.values()) watch.foundBranch?.(branch);
  }

  /** @param reads the variables that it is given */
  compile(reads: ReadonlySet<string>): ReturnType<typeof compileJsonata> {
    return compileJsonata(this.root, {
      variables: reads,
      functions: nativeFunctions(this.calls),
      RegexEngine: LinearRegex,
      watched: this.watched,
      bounds: this.limits,
    });
  }

  /** The same for jsonata's own interpreter, which has a tree of its own. */
  interpreted(watch?: BranchWatch): jsonata.Expression {
    const options = { ...this.limits, RegexEngine: LinearRegex as unknown as RegExpConstructor };
    const expression = parseJsonata(this.text, options);
    // No expression compiles another one while the gateway runs.
    expression.assign('eval', undefined);
    for (const name of this.calls) {
      const helper = helpers.get(name);
      if (helper) expression.registerFunction(name, helper.run as never, helper.signature);
    }
    if (watch) {
      const root = expression.ast() as unknown as AstNode;
      const watched = this.watchedIn(root, this.branchesIn(root), watch);
      // jsonata asks for this name before it evaluates a node.
      expression.assign(ENTRY as unknown as string, (node: AstNode) => watched.get(node)?.());
    }
    return expression;
  }

  /** What to call when a node is evaluated. */
  private watchedIn(
    root: AstNode,
    branches: ReadonlyMap<AstNode, Branch>,
    watch: BranchWatch,
  ): Map<AstNode, () => void> {
    const watched = new Map<AstNode, () => void>();
    for (const [node, branch] of branches) watched.set(node, () => watch.tookBranch?.(branch));
    for (const [name, body] of bodiesIn(root)) {
      const source = this.functions.sourceOf(name);
      const told = watched.get(body);
      if (!source) continue;
      watched.set(body, () => {
        told?.();
        watch.calledFunction?.(source);
      });
    }
    return watched;
  }

  private branchesIn(root: AstNode): Map<AstNode, Branch> {
    const branches = new Map<AstNode, Branch>();
    for (const [node, { condition, way }] of waysIn(root)) {
      const end = condition.position ?? 0;
      const segment = this.segmentOf(end);
      if (!segment) continue;
      const { source, from } = segment;
      const index = source.text.slice(0, end - from).search(/\?[?:]?$/);
      branches.set(node, { source, inside: this.source, index, way });
    }
    return branches;
  }

  private segmentOf(position: number): Segment | undefined {
    return this.segments.find(part => position > part.from && position <= part.to + 1);
  }

  private compose(): string {
    const { source, calls, functions } = this;
    let text = calls.has('now') ? `(${NOW} ` : '(';
    for (const name of calls) {
      const definition = functions.sourceOf(name);
      if (definition) text = `${this.append(`${text}$${name} := (`, definition)}); `;
    }
    return text === '(' ? this.append('', source) : `${this.append(text, source)})`;
  }

  private append(text: string, source: Source): string {
    this.segments.push({ from: text.length, to: text.length + source.text.length, source });
    return text + source.text;
  }
}

/** Where the token begins that jsonata names by the position behind it. */
export function tokenStart(text: string, position: number, token: string | undefined): number {
  const found = token ? text.lastIndexOf(token, position) : -1;
  const from = found >= 0 ? found : Math.min(position, text.length) - 1;
  return Math.max(0, text[from - 1] === '$' ? from - 1 : from);
}
