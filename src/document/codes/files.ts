import { codes } from './entry.js';

/** What is wrong with a file before anything in it is read. */
export const fileCodes = codes({
  yaml: { summary: 'The file is not YAML 1.2 in UTF-8, or uses what means nothing there.' },
  'duplicate-key': { summary: 'Two keys beside each other are, or come out as, the same one.' },
  'changed-number': { summary: 'YAML reads a number as another text than the one that is written.' },
  'file-kind': { summary: 'The file is of another kind than it was named as.' },
});
