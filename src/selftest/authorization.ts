import type { Credentials } from './session.js';

/** The value of an Authorization header (RFC 7617, 2), in UTF-8. */
export function basic({ login, password }: Credentials, scheme = 'Basic'): string {
  return `${scheme} ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}

/** Reads `login:password`, or says why it is none. The text is not quoted. */
export function readCredentials(text: string): Credentials | { readonly problem: string } {
  const colon = text.indexOf(':');
  if (colon < 1) return { problem: 'it is not of the form login:password' };
  // RFC 7617, 2.
  if (/\p{Cc}/u.test(text)) return { problem: 'login and password have no control characters' };
  return { login: text.slice(0, colon), password: text.slice(colon + 1) };
}
