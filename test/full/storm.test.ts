import { it, onTestFinished } from 'vitest';
import { storm } from '../e2e/storm.js';

it('gives nobody the data of a neighbour, in 100,000 interleaved requests', async () => {
  await storm(100_000, onTestFinished);
});
