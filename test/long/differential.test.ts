import { openSync, writeSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { expectTheSame, questions } from '../jsonata/differential-properties.js';

// What fails is compared by its code: to tell where it was thrown took a sixth of the time.
Error.stackTraceLimit = 0;

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
  await fc.assert(property, { seed, numRuns });
});
