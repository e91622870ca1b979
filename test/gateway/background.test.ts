import { expect, it } from 'vitest';
import { repeatedly } from '../../src/gateway/background.js';

it('is done one at a time, with pauses that differ a little from what it asks for', async () => {
  const stop = new AbortController();
  const pauses: number[] = [];
  let running = 0;
  await repeatedly(
    async () => {
      expect(++running).toBe(1);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
      return 1_000;
    },
    stop.signal,
    async milliseconds => {
      pauses.push(milliseconds);
      if (pauses.length === 50) stop.abort();
    },
  );
  expect(pauses).toHaveLength(50);
  expect(new Set(pauses).size).toBeGreaterThan(10);
  for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(800);
  for (const pause of pauses) expect(pause).toBeLessThanOrEqual(1_200);
});

it('ends promptly in a pause', async () => {
  const stop = new AbortController();
  const over = repeatedly(async () => 60_000, stop.signal);
  await new Promise(resolve => setImmediate(resolve));
  stop.abort();
  await over;
});
