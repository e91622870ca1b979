import type { ErrorTable } from '../loyalty-api/errors.js';
import type { Failure } from '../loyalty-api/failure.js';

/** What Koshelek gets. */
export interface Answer {
  readonly status: 200 | 401 | 422;
  /** Finished JSON, or nothing at all. */
  readonly body: string;
  /** What went wrong, for the log and for the people at the command line. */
  readonly failure?: Failure;
  /** What the body calls the failure. */
  readonly code?: string;
}

export const nothing: Answer = { status: 200, body: '' };

export function success(value: unknown): Answer {
  return value === undefined ? nothing : { status: 200, body: JSON.stringify(value) };
}

/** The one place that turns a failure into an answer. */
export function failureAnswer(failure: Failure, errors: ErrorTable): Answer {
  const status = failure.error === 'unauthorized' ? 401 : 422;
  const body = errors[failure.error];
  return { status, body: JSON.stringify(body), failure, code: body.code };
}
