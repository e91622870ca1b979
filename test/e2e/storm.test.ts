import { it, onTestFinished } from 'vitest';
import { storm } from './storm.js';

// More of them are in test/full.
it('gives nobody the data of a neighbour, in 2,000 interleaved requests', async () => {
  await storm(2_000, onTestFinished);
});
