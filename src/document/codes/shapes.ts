import { codes } from './entry.js';

/** Keys and values that do not fit the place where they stand, in any file. */
export const shapeCodes = codes({
  'unknown-key': { summary: 'There is no such key here.' },
  'missing-key': { summary: 'A key that is needed here is not there.' },
  'wrong-type': {
    summary: 'A value is a text, a number, a list or a mapping where another of them belongs.',
  },
  'unknown-value': { summary: 'The value is none of the words that can stand here.' },
  'wrong-value': { summary: 'The value is of the right type, and cannot be meant.' },
  'key-choice': { summary: 'Of several keys one must stand here, and none or more than one does.' },
  'useless-key': { summary: 'A key can do nothing beside the others that stand here.' },
});
