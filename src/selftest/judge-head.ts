import { type Came, headerValues } from './exchange.js';
import type { Expected } from './expected.js';
import type { Complaint } from './problem.js';
import { readBody } from './read-body.js';

/** Holds the status against what is allowed, and against what was expected. */
export function judgeStatus(came: Came, expected: Expected): Complaint[] {
  const { status } = came;
  if (status !== 200 && status !== 422) {
    const isRedirect = status >= 300 && status < 400;
    const where = isRedirect
      ? `, a redirect to ${headerValues(came, 'location').join()}: none is followed`
      : '';
    const wrong: Complaint = {
      rule: 'status-code',
      message: `the status is ${status}${where}; ${dueOf(expected)} is due`,
    };
    // It refuses, but nobody who looks for a refusal would know it.
    const isRefusal = status === 403 && expected.kind === 'unauthorized';
    return isRefusal ? [wrong, { rule: expected.rule, message: 'the status is 403, not 401' }] : [wrong];
  }
  if (expected.kind === 'unauthorized') {
    const rule = status === 200 ? expected.rule : 'auth-status';
    return [{ rule, message: `the status is ${status}, not 401` }];
  }
  if (expected.kind === 'refused' && status === 200) {
    return [{ rule: expected.rule, message: 'the status is 200, not 422' }];
  }
  if (expected.kind === 'processed' && status === 422) {
    return [{ rule: 'processed', message: `the status is 422, an error; ${dueOf(expected)} is due` }];
  }
  if (expected.kind === 'nothing' && status === 422) {
    const rule = expected.rule === 'empty-body' ? 'processed' : expected.rule;
    return [{ rule, message: `the status is 422, an error; ${dueOf(expected)} is due` }];
  }
  return [];
}

/** The status that is expected, in words. */
function dueOf({ kind }: Expected): string {
  if (kind === 'any') return '200 or 422';
  if (kind === 'nothing') return '200 with an empty body';
  if (kind === 'processed') return '200';
  return kind === 'refused' ? '422' : '401';
}

/** The one content type that all answers have. */
export function judgeContentType(came: Came): Complaint[] {
  const values = headerValues(came, 'content-type');
  const complain = (message: string): Complaint[] => [{ rule: 'content-type', message }];
  if (values.length === 0) return complain('there is no Content-Type');
  if (values.length > 1) return complain(`there are several: ${values.join(' and ')}`);
  const [type = '', ...parameters] = (values[0] ?? '').split(';').map(part => part.trim());
  if (type.toLowerCase() !== 'application/json') return complain(`it is ${values[0]}`);
  const charset = parameters.find(parameter => /^charset=/i.test(parameter));
  if (charset === undefined) return complain(`the charset is missing: ${values[0]}`);
  return /^charset="?utf-8"?$/i.test(charset) ? [] : complain(`the charset is another one: ${values[0]}`);
}

/** Holds a 401 against what it has to ask for. */
export function judgeRefusal(came: Came): Complaint[] {
  const complaints: Complaint[] = [];
  const challenges = headerValues(came, 'www-authenticate').join(', ');
  if (challenges === '') complaints.push({ rule: 'auth-challenge', message: 'there is no WWW-Authenticate' });
  else if (!/(?:^|,\s*)Basic\s+(?:[^,]*,\s*)*realm\s*=/i.test(challenges)) {
    complaints.push({ rule: 'auth-challenge', message: `it is: ${challenges}` });
  }
  const body = came.body.length === 0 ? [] : readBody(came).complaints;
  const [wrong] = [...judgeContentType(came), ...body];
  if (wrong) complaints.push({ rule: 'auth-refusal-body', message: `${wrong.rule}: ${wrong.message}` });
  return complaints;
}
