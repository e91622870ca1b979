import { codes } from './entry.js';

/** What is wrong in a config, a test file or a selftest file, and with the files that they name. */
export const otherFileCodes = codes({
  'mapping-file': { summary: 'The mapping that a file names cannot be read.' },
  'secret-file': { summary: 'A file that holds a secret cannot be read, or is empty.' },
  environment: {
    summary: 'A config names a variable of the environment that is not set, or names it wrongly.',
  },
  'duplicate-login': { summary: 'Two users of a config have the same login.' },
  'not-mapped': { summary: 'A login may call an operation that the mapping leaves out.' },
  'shared-person': { summary: 'In a selftest file somebody without a card is somebody with one, too.' },
});
