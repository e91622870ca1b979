import { codes } from './entry.js';

/** Names that a mapping gives, and that cannot be given. */
export const nameCodes = codes({
  'step-name': { summary: 'A step cannot have this name.' },
  'call-name': { summary: 'A call cannot have this name.' },
  'function-name': { summary: 'A function cannot have this name.' },
  'operation-name': { summary: "One of the mapping's own operations cannot have this name." },
  'param-name': { summary: 'A param cannot have this name.' },
  'header-name': { summary: 'A header cannot have this name, or is written by the HTTP client.' },
  'session-value': { summary: 'A value of `$session` cannot have this name.' },
});
