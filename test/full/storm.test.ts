import { it, onTestFinished } from 'vitest';
import { storm } from '../e2e/storm.js';

it.each([10_000, 100_000])(
  'gives nobody the data of a neighbour, in %i interleaved requests',
  async count => {
    await storm(count, onTestFinished);
  },
);
