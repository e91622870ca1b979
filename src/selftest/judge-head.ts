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
    return [{ rule: 'status-code', message: `the status is ${status}${where}` }];
  }
  if (expected.kind === 'unauthorized') {
    const rule = status === 200 ? expected.rule : 'auth-status';
    return [{ rule, message: `the status is ${status}, not 401` }];
  }
  if (expected.kind === 'refused' && status === 200) {
    return [{ rule: expected.rule, message: 'the status is 200, not 422' }];
  }
  if (expected.kind === 'processed' && status === 422) {
    return [{ rule: 'processed', message: 'the status is 422, an error' }];
  }
  if (expected.kind === 'nothing' && status === 422) {
    const rule = expected.rule === 'empty-body' ? 'processed' : expected.rule;
    return [{ rule, message: 'the status is 422, an error' }];
  }
  return [];
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
