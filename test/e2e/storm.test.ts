import { it, onTestFinished } from 'vitest';
import { storm } from './storm.js';

it('gives nobody the data of a neighbour, in 10,000 interleaved requests', { timeout: 60_000 }, async () => {
  await storm(10_000, onTestFinished);
});
