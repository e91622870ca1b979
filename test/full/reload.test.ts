import { expect, it, onTestFinished } from 'vitest';
import { reloadStorm } from '../e2e/reload-storm.js';

it('reloads 200 times under load and loses no request', async () => {
  const figures = await reloadStorm(200, onTestFinished);
  process.stdout.write(`${figures}\n`);
  expect(figures).toContain('0 lost');
});
