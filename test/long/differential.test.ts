import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectTheSame, questions } from '../jsonata/differential-properties.js';

const wanted = Number(process.env.RUNS ?? 1_000_000);
const atOnce = 5_000;

/** A failure prints the seed and the path to it: see CONTRIBUTING.md. */
it(`an expression means the same compiled and interpreted (${wanted} runs)`, async () => {
  let done = 0;
  while (done < wanted) {
    const numRuns = Math.min(atOnce, wanted - done);
    await fc.assert(fc.asyncProperty(questions, expectTheSame), { numRuns });
    done += numRuns;
    if (done % (10 * atOnce) === 0) console.log(`${done} random runs held`);
  }
  expect(done).toBe(wanted);
});
