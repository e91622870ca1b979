import fc from 'fast-check';
import { expect } from 'vitest';
import type { Property } from '../properties/property.js';
import { compiled, interpreted, type Outcome, type Question } from './both.js';
import { documents, expressions } from './expressions.js';
import { libraryInTurn } from './one-after-another.js';

const library = libraryInTurn();

const bounds = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ timeout: 10_000, stack: 500 }) },
  { weight: 1, arbitrary: fc.nat(20).map(more => ({ timeout: 10_000, stack: 5 + more })) },
  { weight: 1, arbitrary: fc.nat(5).map(more => ({ timeout: 10_000, stack: 500, sequence: 2 + more })) },
);

const questions = fc.record({
  text: expressions,
  input: documents,
  bindings: fc.record({ v: documents, w: fc.option(documents, { nil: undefined }) }),
  bounds,
});

/** Both get documents of their own: jsonata writes into lists. */
export async function expectTheSame(question: Question): Promise<void> {
  const given = compiled(structuredClone(question));
  if ('refusal' in given) return;
  const expected = await interpreted(structuredClone(question), library);
  // How far it came when the time was over is another place each time.
  if (isTooLate(given) || isTooLate(expected)) return;
  // Where jsonata itself breaks, there is nothing to be like.
  if ('fails' in expected && expected.fails.code === undefined) return;
  expect(given, question.text).toEqual(expected);
}

function isTooLate(outcome: Outcome): boolean {
  return 'fails' in outcome && outcome.fails.code === 'D1012';
}

export function declareDifferential(property: Property): void {
  property('an expression means the same compiled and interpreted', 4_000, async runs => {
    await fc.assert(
      fc.asyncProperty(questions, async question => {
        await expectTheSame(question);
      }),
      runs,
    );
  });
}
