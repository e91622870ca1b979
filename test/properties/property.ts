import { afterAll, describe, test } from 'vitest';

/** What a property hands to `fc.assert`. The seed is that of `test/same-values.ts`. */
export interface Runs {
  readonly numRuns: number;
  /** Milliseconds after which no more is tried, neither runs nor smaller examples of a failure. */
  readonly interruptAfterTimeLimit: number;
  /** Fewer runs than the title says are no success. */
  readonly markInterruptAsFailure: true;
}

/** Declares a test of one property, with the number of runs in its title. */
export type Property = (title: string, runs: number, check: (runs: Runs) => Promise<void> | void) => void;

/** Nothing that passes comes near it; it bounds what hangs. */
const timeLimit = 120_000;
/** The same for more runs, also where five others want the same two cores. */
const timeLimitAtLength = 600_000;

/**
 * Declares the properties of one subject, and prints how many runs they had: the reporter keeps the titles of what
 * passes to itself.
 *
 * @param times how many times the runs of `npm test`
 */
export function describeProperties(
  subject: string,
  times: number,
  declare: (property: Property) => void,
): void {
  describe(subject, () => {
    const done: number[] = [];
    const limit = times > 1 ? timeLimitAtLength : timeLimit;
    declare((title, runs, check) => {
      const numRuns = runs * times;
      test(`${title} (${numRuns} runs)`, { timeout: 2 * limit }, async () => {
        await check({ numRuns, interruptAfterTimeLimit: limit, markInterruptAsFailure: true });
        done.push(numRuns);
      });
    });
    afterAll(() => {
      const total = done.reduce((sum, runs) => sum + runs, 0);
      console.log(`${subject}: ${done.length} properties held in ${total} random runs`);
    });
  });
}
