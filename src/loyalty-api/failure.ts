import type { Place } from '../document/place.js';
import type { ErrorName } from './errors.js';

interface FailureContext {
  /** The operation that failed, such as `findCard`. */
  operation?: string;
  /** The step of the mapping that failed. */
  step?: string;
  /** Where in the mapping. */
  place?: Place;
  cause?: unknown;
}

/**
 * The one error class inside the gateway. Koshelek sees what the catalogue says of `error`; `message` is for
 * the people who run the gateway and may quote neither CRM text nor personal data.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  operation?: string;
  step?: string;
  place?: Place;

  constructor(
    readonly error: ErrorName,
    message: string,
    context: FailureContext = {},
  ) {
    super(message, { cause: context.cause });
    this.operation = context.operation;
    this.step = context.step;
    this.place = context.place;
  }

  /**
   * Anything thrown, as a Failure: what is none yet is an internal error with the thrown thing as its cause. Its
   * message stays there, for nobody knows what it quotes.
   */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    const kind = thrown instanceof Error ? thrown.name : typeof thrown;
    return new Failure('internalError', `unexpected ${kind}`, { cause: thrown });
  }

  /** Adds what an outer layer knows and an inner one did not; never overwrites. */
  within(context: FailureContext): this {
    this.operation ??= context.operation;
    this.step ??= context.step;
    this.place ??= context.place;
    return this;
  }
}
