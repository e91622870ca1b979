import type { Path } from '../document/place.js';
import { compileExpression, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { Expression } from './expression.js';
import type { JudgingFields } from './fields.js';
import type { Judging } from './mapping.js';
import type { Visible } from './references.js';
import { withNames } from './visible.js';

/**
 * What holds for a CRM that says nothing: a reply may take three seconds. Ten retries, so that of the reads from a
 * CRM that fails 30% of its calls two in a million fail (0.3^11): they end with the deadline anyhow, and a CRM that
 * is down is spared by the retry budget and the breaker.
 */
export const NOTHING_SAID: Judging = {
  timeout: 3_000,
  throttledOn: undefined,
  retryAfter: undefined,
  missing: undefined,
  errors: [],
  success: undefined,
  retryOn: undefined,
  retries: 10,
  asText: new Set(),
  keepNulls: false,
  format: 'json',
};

/**
 * The rules by which replies are judged.
 *
 * @param visible without `$reply`, which all of these rules see besides
 * @param defaults the CRM's rules, which a call overrides one by one; its own errors are tried before theirs
 */
export function compileJudging(
  workshop: Workshop,
  path: Path,
  fields: JudgingFields,
  visible: Visible,
  defaults: Judging = NOTHING_SAID,
): Judging {
  const withReply = withNames(visible, 'reply');
  const condition = (key: 'throttledOn' | 'missing' | 'success' | 'retryOn') =>
    compileCondition(workshop, [...path, key], fields[key], withReply);
  const errors = (fields.errors ?? []).map((error, index) => {
    const at = [...path, 'errors', index];
    return {
      when: compileCondition(workshop, [...at, 'when'], error.when, withReply) as Expression,
      error: error.fail,
    };
  });
  return {
    timeout: fields.timeout ?? defaults.timeout,
    throttledOn: condition('throttledOn') ?? defaults.throttledOn,
    retryAfter:
      fields.retryAfter === undefined
        ? defaults.retryAfter
        : compileExpression(workshop, [...path, 'retryAfter'], fields.retryAfter, withReply),
    missing: condition('missing') ?? defaults.missing,
    errors: [...errors, ...defaults.errors],
    success: condition('success') ?? defaults.success,
    retryOn: condition('retryOn') ?? defaults.retryOn,
    retries: fields.retries ?? defaults.retries,
    asText: new Set([...(fields.asText ?? []), ...defaults.asText]),
    keepNulls: fields.keepNulls ?? defaults.keepNulls,
    format: fields.reply ?? defaults.format,
  };
}
