/** Something wrong at an index of an expression's text. */
export interface Problem {
  readonly index: number;
  /** An error when absent. */
  readonly level?: 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}
