import { codes } from './entry.js';

/** What is wrong in an expression, or with the marks around it. */
export const expressionCodes = codes({
  'expression-syntax': { summary: 'The expression is not JSONata.' },
  'bare-name': { summary: 'A name without `$` reads the context, which is empty here.' },
  'unknown-variable': { summary: 'There is no such variable here.' },
  'later-step': { summary: 'An expression reads a step that stands further down the page.' },
  'unknown-function': { summary: 'There is no such function.' },
  'not-a-function': { summary: 'A variable is called as a function.' },
  'unknown-member': { summary: 'A variable never holds the member that is read of it.' },
  'shadowed-name': {
    summary: 'A local variable has the name of a step or a variable; a warning when that of a function.',
  },
  regex: { summary: 'The regex is not one of RE2, on which regexes run.' },
  'long-number': { summary: 'JSONata would read a number as another one than is written.' },
  'decimal-operand': { summary: 'An operator takes the text of a decimal for what it is not.' },
  'not-a-condition': {
    summary: 'A value stands where true or false belongs; an error when it is a constant.',
  },
  'no-function': { summary: 'What stands under `functions:` is no function.' },
  marker: { summary: 'A mark of an expression or a param is open, or stands where it means nothing.' },
});
