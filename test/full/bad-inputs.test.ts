import { it, onTestFinished } from 'vitest';
import { sendBadInputs } from '../e2e/bad-inputs/run.js';

it('lets nothing bad in, and goes on serving, in a storm', async () => {
  const seed = Number(process.env.SEED ?? 2);
  await sendBadInputs({ rounds: 10, mutations: 10_000, slow: 400, guesses: 2_000, seed }, onTestFinished);
});
