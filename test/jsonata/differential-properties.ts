import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type jsonata from 'jsonata';
import { expect } from 'vitest';
import type { Property } from '../properties/property.js';
import { compiled, interpreted, type Outcome, type Question, readAs } from './both.js';
import { documents, expressions } from './expressions.js';
import { HIDDEN_TEXT, libraryInTurn } from './one-after-another.js';

const library = libraryInTurn();

/** As a mapping has them, with less time: without them one in a million fills four gigabytes. */
const usual = { timeout: 2_000, stack: 500, sequence: 100_000 };
const bounds = fc.oneof(
  { weight: 8, arbitrary: fc.constant(usual) },
  { weight: 1, arbitrary: fc.nat(20).map(more => ({ ...usual, stack: 5 + more })) },
  { weight: 1, arbitrary: fc.nat(5).map(more => ({ ...usual, sequence: 2 + more })) },
);

/** An expression, what it is given, and its guard rails. */
export const questions: fc.Arbitrary<Question> = fc.record({
  text: expressions,
  input: documents,
  bindings: fc.record({ v: documents, w: fc.option(documents, { nil: undefined }) }),
  bounds,
});

/** Both get documents of their own: jsonata writes into lists. */
export async function expectTheSame(question: Question): Promise<void> {
  const expression = read(question);
  if (!expression) return;
  let isOfFullStack = false;
  const given = compiled(structuredClone(question), expression, thrown => {
    isOfFullStack = thrown instanceof Error && thrown.cause instanceof RangeError;
  });
  if ('refusal' in given) return;
  const expected = await interpreted(structuredClone(question), expression);
  if (isDeepStrictEqual(given, expected)) return;
  // How far it came when the time was over is another place each time.
  if (isTooLate(given) || isTooLate(expected)) return;
  // JavaScript's stack was used up before the bound came, which is another place; or in the interpreter as well, which
  // tells no code then.
  if (isOfFullStack && (isTooDeep(expected) || isFullStack(expected))) return;
  if (isItsInside(expected)) return;
  expect(withoutWords(given), question.text).toEqual(withoutWords(expected));
}

/** @returns `undefined` for what is no expression: `%` where nothing is above it, a regex behind an operator */
function read(question: Question): jsonata.Expression | undefined {
  try {
    return readAs(question, library);
  } catch {
    return undefined;
  }
}

/**
 * What shows how the interpreter is made inside: its objects have no prototype, so that a regex cannot take one for a
 * text; and its functions become their JavaScript when they are taken for a text (`$replace`, a partial `$substring` of
 * what `*` finds). And where it would make a text wider than memory is (`$pad`), which has a code compiled: D2014.
 */
function isItsInside(outcome: Outcome): boolean {
  return (
    'fails' in outcome &&
    ['Cannot convert object to primitive', HIDDEN_TEXT, 'Invalid array length'].some(words =>
      outcome.fails.message?.includes(words),
    )
  );
}

/** Where jsonata itself breaks, no code is told, and the words are those of JavaScript. */
export function withoutWords(outcome: Outcome): Outcome {
  if (!('fails' in outcome) || outcome.fails.code !== undefined) return outcome;
  return { fails: { ...outcome.fails, message: undefined } };
}

function isTooLate(outcome: Outcome): boolean {
  return 'fails' in outcome && outcome.fails.code === 'D1012';
}

function isTooDeep(outcome: Outcome): boolean {
  return 'fails' in outcome && outcome.fails.code === 'D1011';
}

function isFullStack(outcome: Outcome): boolean {
  return 'fails' in outcome && outcome.fails.message === 'Maximum call stack size exceeded';
}

/** What fails is compared by its code: to tell where it was thrown took a sixth of the time. */
export async function withoutStacks(work: () => Promise<void>): Promise<void> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

export function declareDifferential(property: Property): void {
  property('an expression means the same compiled and interpreted', 2_000, async runs => {
    await withoutStacks(() => fc.assert(fc.asyncProperty(questions, expectTheSame), runs));
  });
}
