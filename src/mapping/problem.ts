import type { FindingCode } from '../document/codes/catalogue.js';
/** Something wrong at an index of a text. */
export interface Problem {
  readonly index: number;
  /** An error when absent. */
  readonly level?: 'warning' | 'notice';
  readonly code: FindingCode;
  readonly message: string;
  readonly hint?: string;
}
