import { isObject, kindOf } from '../json/values.js';
import { Numeral } from '../json/write.js';
import { type OperationId, operations } from '../loyalty-api/operations.js';
import { any } from '../loyalty-api/shapes.js';
import { isErrorBody } from './error-answer.js';
import type { Came, Exchange } from './exchange.js';
import type { Expected } from './expected.js';
import { judgeBody } from './judge-body.js';
import { judgeContentType, judgeRefusal, judgeStatus } from './judge-head.js';
import type { Complaint } from './problem.js';
import { readBody } from './read-body.js';
import type { RuleId } from './rules.js';

export interface Judged {
  readonly complaints: readonly Complaint[];
  /** The JSON of the body; `undefined` when there is none, or when it cannot be relied on. */
  readonly value?: unknown;
}

/**
 * Holds one exchange against the rules of the transport and against what was expected.
 *
 * @param operation what was called, if it was one: its contract is held too
 * @param faultRule the rule that says that there is an answer, where it is a special one
 */
export function judge(
  { sent, came, fault }: Exchange,
  expected: Expected,
  operation?: OperationId,
  faultRule: RuleId = 'answered',
): Judged {
  if (!came) {
    const isConnection = fault?.kind === 'unreachable' || fault?.kind === 'certificate';
    return { complaints: [{ rule: isConnection ? 'reachable' : faultRule, message: fault?.message ?? '' }] };
  }
  if (came.status === 401 && expected.kind === 'unauthorized') return { complaints: judgeRefusal(came) };

  if (expected.kind === 'any' && expected.refusedRule) {
    const { refusedRule: rule, refusal } = expected;
    const isRefusal = came.status === 401 || came.status === 403 || refusal !== undefined;
    if (isRefusal) return { complaints: [{ rule, message: refusal ?? `the status is ${came.status}` }] };
  }
  const status = judgeStatus(came, expected);
  const type = judgeContentType(came);
  // Of a status that must not be, the body does not matter.
  if (status.some(({ rule }) => rule === 'status-code')) return { complaints: [...status, ...type] };
  if (sent.method === 'HEAD') return { complaints: [...status, ...type, ...judgeHead(came)] };
  const body = judgeContent(came, expected, operation);
  // An error inside a 200 is one mistake, not two.
  const isErrorInside = body.complaints.some(({ rule }) => rule === 'error-status');
  const complaints = [...(isErrorInside ? [] : status), ...type, ...body.complaints];
  const isUsable = complaints.every(({ rule }) => rule === 'reserved-number-form');
  return { complaints, value: isUsable ? body.value : undefined };
}

function judgeHead({ body }: Came): Complaint[] {
  if (body.length === 0) return [];
  return [{ rule: 'head-without-body', message: `there is a body of ${body.length} bytes` }];
}

/** The body, judged by what an answer with this status holds. */
function judgeContent(came: Came, expected: Expected, operation: OperationId | undefined): Judged {
  if (came.body.length === 0) return { complaints: judgeEmptiness(came, expected, operation) };
  const emptyRule = ruleOfEmptiness(came, expected, operation);
  if (emptyRule !== undefined && isBlank(came.body)) {
    const message = `the body has ${came.body.length} bytes, only white space`;
    return { complaints: [{ rule: emptyRule, message }] };
  }
  const { value, complaints } = readBody(came);
  // What is no JSON at all has been told.
  if (complaints.some(({ rule }) => rule === 'json' || rule === 'utf-8')) return { complaints };
  const found = came.status === 422 ? judgeError(value) : judgeSuccess(value, came, expected, operation);
  return { value, complaints: [...complaints, ...found] };
}

function judgeEmptiness({ status }: Came, expected: Expected, operation?: OperationId): Complaint[] {
  if (status === 422) return [{ rule: 'error-body', message: 'the body is empty' }];
  const { body } = operation ? operations[operation].response : { body: [] };
  if (expected.kind !== 'processed' || body.length === 0) return [];
  const { emptyRule } = expected;
  if (emptyRule) return [{ rule: emptyRule, message: 'nobody was found: the body is empty' }];
  return [{ rule: 'contract', message: 'the body is empty' }];
}

/** The rule by which a body must be empty, where it must. */
function ruleOfEmptiness(
  { status }: Came,
  expected: Expected,
  operation: OperationId | undefined,
): RuleId | undefined {
  if (status !== 200) return undefined;
  if (expected.kind === 'nothing') return expected.rule;
  return operation && operations[operation].response.body.length === 0 ? 'empty-body' : undefined;
}

function isBlank(body: Uint8Array): boolean {
  return Buffer.from(body).toString('latin1').trim() === '';
}

function judgeSuccess(
  value: unknown,
  came: Came,
  expected: Expected,
  operation: OperationId | undefined,
): readonly Complaint[] {
  // Nothing of an error: what Koshelek would take for a success.
  if (isErrorBody(value)) {
    // That the status is another one than that of a refusal has been told, by the rule that is about refusals.
    if (expected.kind === 'unauthorized') return [];
    return [{ rule: 'error-status', message: 'a 200 carries the body of an error' }];
  }
  const shapes = operation ? operations[operation].response.body : [any];
  const rule = ruleOfEmptiness(came, expected, operation);
  if (rule !== undefined) return [{ rule, message: `the body has ${came.body.length} bytes` }];
  // What should have been refused has been told already; it need not fit anything besides.
  if (expected.kind === 'refused' || expected.kind === 'unauthorized') return [];
  if (operation === 'reserveCard' && (typeof value === 'number' || value instanceof Numeral)) {
    return [{ rule: 'reserved-number-form', message: `the body is the bare number ${value}` }];
  }
  return judgeBody(shapes, value);
}

function judgeError(value: unknown): Complaint[] {
  if (!isObject(value)) return [{ rule: 'error-body', message: `it is ${kindOf(value)}, not an object` }];
  const wrong = ['code', 'description'].flatMap((name): Complaint[] => {
    const member = value[name];
    if (typeof member === 'string' && member.trim() !== '') return [];
    const how = Object.hasOwn(value, name) ? `is ${member === '' ? 'empty' : kindOf(member)}` : 'is missing';
    return [{ rule: 'error-body', message: `${name}: ${how}; a string that is not empty is due` }];
  });
  const { code: _, description: __, ...others } = value;
  return [...wrong, ...judgeBody([any], others)];
}
