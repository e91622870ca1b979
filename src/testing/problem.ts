import type { Difference } from './differences.js';

/** One thing that was not as the case says. */
export interface Problem {
  readonly message: string;
  readonly differences: readonly Difference[];
  /** What came, as a whole; the paths of the differences begin with its name, where it has one. */
  readonly came?: { readonly name: string; readonly value: unknown };
}
