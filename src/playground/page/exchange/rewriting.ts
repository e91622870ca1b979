import type { RewriteAnswer } from '../../api.js';
import type { RequestInput } from '../../api-run.js';
import { ask } from '../client.js';

/** Has requests written in their other way, and knows what each was before. */
export class Rewriting {
  private readonly before = new WeakMap<RequestInput, RequestInput>();

  /** @throws what {@link ask} throws: Refused when a text is no request of the operation */
  async other(operation: string, request: RequestInput): Promise<RequestInput> {
    // Who has changed nothing gets back what was there: not all that a text can say has a field.
    const known = this.before.get(request);
    const answer = known ?? (await ask<RewriteAnswer>('rewrite', { operation, request })).request;
    // A copy, for operations without a case begin with one and the same request.
    const other = { ...answer };
    this.before.set(other, request);
    return other;
  }
}
