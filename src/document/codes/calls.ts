import { codes } from './entry.js';

/** Calls to the CRM, and what they are sent with. */
export const callCodes = codes({
  'base-url': { summary: 'The address of the CRM, or of a login, is none.' },
  path: { summary: 'The path of a call holds what does not belong into a path.' },
  'unusual-body': { summary: 'A body goes with a method that usually has none.' },
  'cannot-be-sent': { summary: 'A value has no form in which it could be sent.' },
  'not-sent': { summary: 'A token, a signature or the number of a page goes with no call.' },
  credential: { summary: 'A login, a password or a token is empty, or cannot be sent in its place.' },
  'constant-signature': { summary: 'What is signed is the same for every call.' },
  'refresh-token': { summary: 'What to know of a refresh token that the CRM changes.' },
  'tls-file': { summary: 'A file of `crm.tls` cannot be read, or does not fit the other.' },
  'slow-call': { summary: 'A call may take as long as its whole operation.' },
  'unknown-call': { summary: 'A step uses a call that does not stand under `calls:`.' },
  'unused-call': { summary: 'No step uses a call.' },
  'missing-given': { summary: 'A call reads `$given`, and the step that uses it gives nothing.' },
  'unused-given': { summary: 'A step gives something to a call that does not read `$given`.' },
});
