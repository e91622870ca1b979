import type { RuleId } from './rules.js';

/** What an answer is expected to be. */
export type Expected =
  /**
   * Whatever the API allows, 200 or 422. Where it is about being let in, the rule is for 401 and 403, and for what
   * else is known to be a refusal: why, says the message.
   */
  | { readonly kind: 'any'; readonly refusedRule?: RuleId; readonly refusal?: string }
  /** 200, with the body that the operation has; the rule is for a body that is empty. */
  | { readonly kind: 'processed'; readonly emptyRule?: RuleId }
  /** 200 with an empty body. */
  | { readonly kind: 'nothing'; readonly rule: RuleId }
  /** 422. */
  | { readonly kind: 'refused'; readonly rule: RuleId }
  /** 401. */
  | { readonly kind: 'unauthorized'; readonly rule: RuleId };
