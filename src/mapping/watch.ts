import type { Place } from '../document/place.js';
import type { Reference } from './analyse.js';
import type { BranchWatch } from './branches.js';
import type { Eventual } from './eventual.js';
import type { Expression, Scope } from './expression.js';
import type { Source } from './source.js';

/** What came of an expression, once. */
export interface Evaluation {
  readonly expression: Expression;
  /** The variables that it names, and the members that it reads from them. */
  readonly references: readonly Reference[];
  readonly scope: Scope;
  /** `undefined` where the expression gave nothing, and where it failed. */
  readonly value: unknown;
  /** Why it gave no value. */
  readonly failure?: unknown;
}

/** Why an expression is not compiled. */
export interface Interpreted {
  readonly reason: string;
  /** In the expression, or in a function of the mapping that it calls. */
  readonly place: Place;
}

/**
 * Looks on at the expressions of one mapping: for `dry-run --explain` and `test --coverage`. A mapping that nobody
 * watches, as `serve` has it, knows nothing of it and pays nothing for it. What is told holds personal data.
 */
export interface ExpressionWatch extends BranchWatch {
  /** An expression is ready to run: compiled, or why it is left to jsonata's interpreter, and what is to blame. */
  compiled?(source: Source, interpreted: Interpreted | undefined): void;
  evaluated?(evaluation: Evaluation): void;
}

/** An expression that tells what came of it. */
export class WatchedExpression implements Expression {
  readonly source;
  readonly reads;

  constructor(
    private readonly watched: Expression,
    private readonly references: readonly Reference[],
    private readonly watch: ExpressionWatch,
  ) {
    this.source = watched.source;
    this.reads = watched.reads;
  }

  evaluate(scope: Scope): Eventual<unknown> {
    const tell = (outcome: Pick<Evaluation, 'value' | 'failure'>) =>
      this.watch.evaluated?.({ expression: this, references: this.references, scope, ...outcome });
    const gave = (value: unknown) => {
      tell({ value });
      return value;
    };
    const failed = (failure: unknown): never => {
      tell({ value: undefined, failure });
      throw failure;
    };
    try {
      const value = this.watched.evaluate(scope);
      return value instanceof Promise ? value.then(gave, failed) : gave(value);
    } catch (failure) {
      return failed(failure);
    }
  }
}
