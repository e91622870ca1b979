import type { Path } from '../document/place.js';
import type { Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { Expression } from './expression.js';
import type { JudgingFields } from './fields.js';
import type { Judging } from './mapping.js';
import type { Visible } from './references.js';

/** What holds for a CRM that says nothing: a reply may take three seconds. */
export const NOTHING_SAID: Judging = {
  timeout: 3_000,
  missing: undefined,
  errors: [],
  success: undefined,
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
  const withReply: Visible = { ...visible, names: new Set([...visible.names, 'reply']) };
  const condition = (key: 'missing' | 'success') =>
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
    missing: condition('missing') ?? defaults.missing,
    errors: [...errors, ...defaults.errors],
    success: condition('success') ?? defaults.success,
    asText: new Set([...(fields.asText ?? []), ...defaults.asText]),
    keepNulls: fields.keepNulls ?? defaults.keepNulls,
    format: fields.reply ?? defaults.format,
  };
}
