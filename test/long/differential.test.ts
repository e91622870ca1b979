import { openSync, writeSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { expectTheSame, questions, withoutStacks } from '../jsonata/differential-properties.js';

const { RUNS, SEED, QUESTION } = process.env;
const numRuns = Number(RUNS ?? 20_000);
const seed = SEED === undefined ? Date.now() : Number(SEED);

/** One piece of the million: see million.js. What is tried is noted, so that it is known if it never ends. */
it(`an expression means the same compiled and interpreted (seed ${seed}, ${numRuns} runs)`, async () => {
  const note = QUESTION === undefined ? undefined : openSync(QUESTION, 'w');
  const property = fc.asyncProperty(questions, question => {
    if (note !== undefined) writeSync(note, `${JSON.stringify(question)}\0`, 0);
    return expectTheSame(question);
  });
  await withoutStacks(() => fc.assert(property, { seed, numRuns }));
});
