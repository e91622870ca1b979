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
  readonly jsonata: jsonata.Expression;
  readonly readsClock: boolean;
  /** What is called when a node is evaluated: see `tellBranches`. */
  private readonly watched = new Map<AstNode, () => void>();
  private readonly segments: Segment[] = [];

  /** @param calls names of all functions that the expression calls, directly or through others */
  constructor(
    private readonly source: Source,
    private readonly calls: ReadonlySet<string>,
    functions: FunctionTable,
    private readonly limits: Limits,
  ) {
    this.readsClock = calls.has('now') || calls.has('millis');
    const options = { ...limits, RegexEngine: LinearRegex as unknown as RegExpConstructor };
    this.jsonata = parseJsonata(this.compose(source, calls, functions), options);
    // No expression compiles another one while the gateway runs.
    this.jsonata.assign('eval', undefined);
    for (const name of calls) {
      const helper = helpers.get(name);
      if (helper) this.jsonata.registerFunction(name, helper.run as never, helper.signature);
    }
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
  tellBranches(watch: BranchWatch, functions: FunctionTable): void {
    const root = this.jsonata.ast() as unknown as AstNode;
    for (const [node, { condition, way }] of waysIn(root)) {
      const end = condition.position ?? 0;
      const segment = this.segmentOf(end);
      if (!segment) continue;
      const { source, from } = segment;
      const index = source.text.slice(0, end - from).search(/\?[?:]?$/);
      const branch: Branch = { source, inside: this.source, index, way };
      this.watched.set(node, () => watch.tookBranch?.(branch));
      watch.foundBranch?.(branch);
    }
    for (const [name, body] of bodiesIn(root)) {
      const source = functions.sourceOf(name);
      const told = this.watched.get(body);
      if (!source) continue;
      this.watched.set(body, () => {
        told?.();
        watch.calledFunction?.(source);
      });
    }
    if (this.watched.size === 0) return;
    // jsonata asks for this name before it evaluates a node.
    this.jsonata.assign(ENTRY as unknown as string, (node: AstNode) => this.watched.get(node)?.());
  }

  /** @param reads the variables that it is given */
  compile(reads: ReadonlySet<string>): ReturnType<typeof compileJsonata> {
    return compileJsonata(this.jsonata.ast() as unknown as AstNode, {
      variables: reads,
      functions: nativeFunctions(this.calls),
      RegexEngine: LinearRegex,
      watched: this.watched,
      bounds: this.limits,
    });
  }

  private segmentOf(position: number): Segment | undefined {
    return this.segments.find(part => position > part.from && position <= part.to + 1);
  }

  private compose(source: Source, calls: ReadonlySet<string>, functions: FunctionTable): string {
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
