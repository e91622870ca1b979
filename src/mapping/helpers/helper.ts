/**
 * A function that mappings can call besides JSONata's own. The rule for all of them: absent in, absent out;
 * unreadable in, an error.
 */
export interface Helper {
  readonly name: string;
  /** JSONata's signature syntax; arguments are checked against it before `run` sees them. */
  readonly signature: string;
  readonly summary: string;
  /** Shown in the documentation and run by the tests. */
  readonly examples: readonly Example[];
  readonly run: (...values: never[]) => unknown;
}

export interface Example {
  readonly expression: string;
  /** JSON, or `undefined` for nothing, or the message of the error. */
  readonly gives: unknown;
  readonly fails?: boolean;
}

/**
 * What a helper throws for a value that it cannot read. The value is not in the message: it may be personal
 * data, and messages reach the log.
 */
export class HelperError extends Error {
  override readonly name = 'HelperError';
}
