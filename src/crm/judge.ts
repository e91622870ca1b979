import type { ErrorName } from '../loyalty-api/errors.js';
import { holds } from '../mapping/condition.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { Expression, Scope } from '../mapping/expression.js';
import type { CallStep, Judging, SessionAuth } from '../mapping/mapping.js';
import type { Decoded, Reply } from './decode.js';

export type Judgement =
  | { readonly verdict: 'success' | 'missing'; readonly reason: string }
  | {
      readonly verdict: 'throttled' | 'error' | 'failure';
      readonly error: ErrorName;
      readonly reason: string;
    };

/**
 * Whether a reply says that the token is no longer good, which is asked before anything else: such a call was not
 * processed, whatever the reply looks like otherwise.
 *
 * @param scope with `$reply`
 * @returns which rule decided
 */
export function asksToRenew(
  { renewOn }: SessionAuth,
  { reply, unreadable }: Decoded,
  scope: Scope,
): Eventual<string | undefined> {
  // What cannot be read says nothing of the token: a write of which a proxy told in HTML may have been done.
  if (renewOn && unreadable === undefined)
    return andThen(holds(renewOn, scope), isTrue => (isTrue ? '`renewOn` is true' : undefined));
  return reply.status === 401 ? 'a 401' : undefined;
}

/**
 * Whether a reply says that the call was not processed, because there are too many: any may be made again later.
 *
 * @param scope with `$reply`
 * @returns which rule decided
 */
function saysThrottled(
  { throttledOn }: Judging,
  decoded: Decoded,
  scope: Scope,
): Eventual<string | undefined> {
  if (throttledOn && canJudge(throttledOn, decoded))
    return andThen(holds(throttledOn, scope), isTrue => (isTrue ? '`throttledOn` is true' : undefined));
  return decoded.reply.status === 429 ? 'a 429' : undefined;
}

/** What a gateway in front of the CRM says when the CRM is not there, or not at once. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Whether another attempt may help after a reply that is a failure.
 *
 * @param scope with `$reply`
 */
export function isWorthAnother({ retryOn }: Judging, decoded: Decoded, scope: Scope): Eventual<boolean> {
  if (retryOn && canJudge(retryOn, decoded)) return holds(retryOn, scope);
  return PASSING.has(decoded.reply.status);
}

/** Of a body that cannot be read nothing is known, so a rule may only look at status and headers then. */
function canJudge({ source }: Expression, { unreadable }: Decoded): boolean {
  return unreadable === undefined || !/\$reply(?!\s*\.\s*(?:status|headers)\b)/.test(source.text);
}

/**
 * Decides what a reply means, in a fixed order: throttled, missing, the errors that the mapping knows, success. What is
 * none of these is a failure; in particular a body that cannot be read is never "not found".
 *
 * @param scope with `$reply`
 */
export function judge(step: CallStep, decoded: Decoded, scope: Scope): Eventual<Judgement> {
  return andThen(saysThrottled(step.judging, decoded, scope), throttled => {
    if (throttled !== undefined) return { verdict: 'throttled', error: 'crmBusy', reason: throttled };
    const { reply, unreadable } = decoded;
    if (unreadable !== undefined)
      return { verdict: 'failure', error: errorOfStatus(reply.status) ?? 'crmBadReply', reason: unreadable };
    return judgeRead(step, reply, scope);
  });
}

function judgeRead(step: CallStep, reply: Reply, scope: Scope): Eventual<Judgement> {
  const { missing, errors, success } = step.judging;
  return andThen(isMissing(step, reply, scope), isTrue => {
    if (isTrue) return { verdict: 'missing', reason: missing ? '`missing` is true' : 'a 404' };
    return andThen(errorOf(errors, scope), found => {
      if (found) return found;
      return andThen(isSuccess(step, reply, scope), isTrue =>
        isTrue
          ? { verdict: 'success', reason: success ? '`success` is true' : 'a 2xx status' }
          : { verdict: 'failure', ...unsuccessful(step, reply) },
      );
    });
  });
}

/** The first of the errors that the mapping knows. */
function errorOf(errors: Judging['errors'], scope: Scope, from = 0): Eventual<Judgement | undefined> {
  const first = errors[from];
  if (!first) return undefined;
  const { when, error } = first;
  return andThen(holds(when, scope), isTrue =>
    isTrue
      ? { verdict: 'error', error, reason: `${when.source.name} → ${error}` }
      : errorOf(errors, scope, from + 1),
  );
}

/** Why a reply that is no success is none. */
function unsuccessful(step: CallStep, { status }: Reply): { error: ErrorName; reason: string } {
  const isEmpty = !step.judging.success && is2xx(status);
  const rule = step.judging.success ? '`success` is false' : isEmpty ? 'an empty body' : 'no 2xx status';
  const error = errorOfStatus(status) ?? (isEmpty ? 'crmBadReply' : 'crmError');
  return { error, reason: `${rule} (status ${status})` };
}

function isMissing(step: CallStep, reply: Reply, scope: Scope): Eventual<boolean> {
  if (step.judging.missing) return holds(step.judging.missing, scope);
  // A write that found nothing to change is done only in the eyes of a mapping that says so.
  const mayBeMissing = !step.isWrite || step.ifMissing !== undefined || step.passed?.mayBeMissing === true;
  return reply.status === 404 && mayBeMissing;
}

function isSuccess(step: CallStep, reply: Reply, scope: Scope): Eventual<boolean> {
  if (step.judging.success) return holds(step.judging.success, scope);
  const mayBeEmpty = step.passed ? step.passed.mayBeEmpty : step.isWrite;
  return is2xx(reply.status) && (mayBeEmpty || reply.body !== undefined);
}

function is2xx(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What a status says of the CRM when the mapping says nothing. */
function errorOfStatus(status: number): ErrorName | undefined {
  if (status === 401 || status === 403) return 'crmDenied';
  if (status === 429) return 'crmBusy';
  return status >= 500 ? 'crmError' : undefined;
}
