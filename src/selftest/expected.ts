import type { RuleId } from './rules.js';

/** What an answer is expected to be. */
export type Expected =
  /** Whatever the API allows, 200 or 422; the rule is for 401 and 403, where it is about being let in. */
  | { readonly kind: 'any'; readonly refusedRule?: RuleId }
  /** 200, with the body that the operation has; the rule is for a body that is empty. */
  | { readonly kind: 'processed'; readonly emptyRule?: RuleId }
  /** 200 with an empty body. */
  | { readonly kind: 'nothing'; readonly rule: RuleId }
  /** 422. */
  | { readonly kind: 'refused'; readonly rule: RuleId }
  /** 401. */
  | { readonly kind: 'unauthorized'; readonly rule: RuleId };
