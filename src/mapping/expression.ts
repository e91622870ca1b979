import type jsonata from 'jsonata';
import type { CompiledJsonata } from '../jsonata/compile.js';
import { discreetWords } from '../jsonata/fault.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Eventual } from './eventual.js';
import { HelperError } from './helpers/helper.js';
import { withOwnEmptyLists } from './own-empty-lists.js';
import { NoJsonError, plain } from './plain.js';
import type { Program } from './program.js';
import type { Source } from './source.js';

/** What expressions see: `$request`, `$params`, each earlier step by its name, and `$reply` where there is one. */
export type Variables = Readonly<Record<string, unknown>>;

export interface Scope {
  readonly variables: Variables;
  /** The clock of the request, in milliseconds since 1970: what `$now()` and `$millis()` give. */
  readonly now: number;
}

/** The same with one more variable. */
export function withVariable({ now, variables }: Scope, name: string, value: unknown): Scope {
  return { now, variables: { ...variables, [name]: value } };
}

/** A compiled JSONata expression. Safe to evaluate for many requests at the same time. */
export interface Expression {
  readonly source: Source;
  /** The variables that it reads. */
  readonly reads: ReadonlySet<string>;
  /**
   * @returns JSON, or `undefined` where the expression gives nothing: at once, unless jsonata's interpreter has to run it
   * @throws Failure `mappingFault`, with the place in the mapping
   */
  evaluate(scope: Scope): Eventual<unknown>;
}

/** An expression as closures. */
export class CompiledExpression implements Expression {
  constructor(
    readonly source: Source,
    readonly reads: ReadonlySet<string>,
    private readonly program: Program,
    private readonly compiled: CompiledJsonata,
  ) {}

  evaluate(scope: Scope): unknown {
    try {
      return plain(this.compiled.evaluate(scope, withOwnEmptyLists));
    } catch (thrown) {
      throw faultOf(thrown, this.source, this.program);
    }
  }
}

/** An expression run by jsonata's own interpreter. */
export class InterpretedExpression implements Expression {
  constructor(
    readonly source: Source,
    readonly reads: ReadonlySet<string>,
    private readonly program: Program,
    private readonly interpreter: jsonata.Expression,
    /** See `Analysis.writesIntoLists`; true also when a function that it calls does. */
    private readonly writesIntoLists = false,
  ) {}

  async evaluate(scope: Scope): Promise<unknown> {
    // Bindings are made anew for each evaluation and never assigned to the expression: a compiled expression is
    // shared by all requests, and what is assigned to it would be seen by the neighbours (jsonata#804).
    const bindings: Record<string, unknown> = {};
    for (const name of this.reads) {
      const value = scope.variables[name];
      bindings[name] = this.writesIntoLists ? withOwnEmptyLists(value) : value;
    }
    if (this.program.readsClock) bindings.millis = () => scope.now;
    try {
      return plain(await this.interpreter.evaluate(undefined, bindings));
    } catch (thrown) {
      throw faultOf(thrown, this.source, this.program);
    }
  }
}

/** What an expression throws, as the rest of the house knows it. */
function faultOf(thrown: unknown, source: Source, program: Program): Failure {
  const { position, token } = thrown as { position?: number; token?: string };
  const place = program.placeOf(position, token) ?? source.placeAt(0);
  return new Failure('mappingFault', `${source.name} failed: ${safeReason(thrown)}`, {
    place,
    cause: thrown,
  });
}

/**
 * What went wrong without the values at hand: a CRM's or a customer's data stands in jsonata's messages, and ours
 * reach the log. The whole message remains in the cause, for the person at the command line.
 */
function safeReason(thrown: unknown): string {
  if (thrown instanceof HelperError || thrown instanceof NoJsonError) return thrown.message;
  const { code } = thrown as { code?: string };
  if (typeof code !== 'string') return 'unexpected error';
  // $error() and $assert() hold text of the mapping's making, with whatever it put in.
  if (code === 'D3137' || code === 'D3141') return `${code} raised by the mapping`;
  return `${code} ${discreetWords(thrown as object)}`.trim();
}
