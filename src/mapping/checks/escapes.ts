import type { Problem } from '../problem.js';

/** Letters behind a backslash that YAML, in double quotes, makes a control character of. */
const letters: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\x1b': 'e',
  '\f': 'f',
  '\v': 'v',
};

/** `"/\\bcard/"`: in double quotes YAML reads `\\b` as a backspace, which no regex and no text is meant to have. */
export function escapeProblems(text: string): Problem[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return [...text.matchAll(/[\0\x07\b\x1b\f\v]/g)].map(({ 0: character, index }) => ({
    index,
    code: 'changed-escape',
    message: `YAML reads \\${letters[character]} in double quotes as a control character`,
    hint: 'put the expression into single quotes or a block after |, or write the backslash twice',
  }));
}
