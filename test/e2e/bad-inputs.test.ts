import { it, onTestFinished } from 'vitest';
import { sendBadInputs } from './bad-inputs/run.js';

// The storm of them is in test/full.
it('lets nothing bad in, and goes on serving', { timeout: 120_000 }, async () => {
  await sendBadInputs({ rounds: 1, mutations: 64, slow: 1, guesses: 32, seed: 1 }, onTestFinished);
});
