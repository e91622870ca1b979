import { codes } from './entry.js';

/** Params, and what must not be shown. */
export const paramCodes = codes({
  'unknown-param': { summary: 'The mapping declares no such param.' },
  'unset-param': { summary: 'A param that is needed has no value.' },
  'param-value': { summary: 'The value of a param is none of those that the mapping lists.' },
  'secret-param': { summary: 'A secret param is read where it could be seen.' },
  'secret-token': { summary: 'A step reads the token of the login, which only `send` may.' },
  'secret-header': { summary: 'A header that holds credentials is asked for.' },
  'secret-in-clear': { summary: 'A secret stands in the mapping, or in a param that is not secret.' },
  'short-secret': { summary: 'A secret is too short to be masked in what is printed.' },
});
