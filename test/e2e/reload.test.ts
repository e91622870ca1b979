import { it, onTestFinished } from 'vitest';
import { reloadStorm } from './reload-storm.js';

// Two hundred of them are in test/full.
it('reloads 10 times under load and loses no request', async () => {
  await reloadStorm(10, onTestFinished);
});
