import { callCodes } from './calls.js';
import { cardCodes } from './cards.js';
import type { CodeEntry } from './entry.js';
import { expressionCodes } from './expressions.js';
import { fileCodes } from './files.js';
import { functionCodes } from './functions.js';
import { nameCodes } from './names.js';
import { operationCodes } from './operations.js';
import { otherFileCodes } from './other-files.js';
import { paramCodes } from './params.js';
import { shapeCodes } from './shapes.js';
import { stepCodes } from './steps.js';
import { testFileCodes } from './test-files.js';
import { unusedCodes } from './unused.js';

/** All kinds of findings, whatever file they are of and whichever room finds them. */
const catalogue = {
  ...fileCodes,
  ...shapeCodes,
  ...nameCodes,
  ...expressionCodes,
  ...functionCodes,
  ...paramCodes,
  ...callCodes,
  ...stepCodes,
  ...cardCodes,
  ...unusedCodes,
  ...operationCodes,
  ...otherFileCodes,
  ...testFileCodes,
};

/** Stable name of a kind of finding, such as `unknown-key`. */
export type FindingCode = keyof typeof catalogue;

export const findingCodes: Readonly<Record<FindingCode, CodeEntry>> = catalogue;

/** The same in the parts of their page, docs/check.md. */
export const codeGroups: Readonly<Record<string, Readonly<Partial<Record<FindingCode, CodeEntry>>>>> = {
  'The file': fileCodes,
  'Keys and values': shapeCodes,
  Names: nameCodes,
  Expressions: expressionCodes,
  'Functions and conditions': functionCodes,
  'Params and secrets': paramCodes,
  Calls: callCodes,
  Steps: stepCodes,
  'Card numbers': cardCodes,
  'What nothing reads': unusedCodes,
  Operations: operationCodes,
  'Configs, test files and selftest files': otherFileCodes,
  'Shared parts and tables of cases': testFileCodes,
};
