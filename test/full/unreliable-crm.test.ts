import { expect, it } from 'vitest';
import {
  askBesideHangingPath,
  askHangingCrm,
  readFromFlakyCrm,
  writeOverCutConnections,
} from '../crm/unreliable-crm.js';

it('a CRM that fails 30% of its calls: no read fails, of 10 000', async () => {
  expect(await readFromFlakyCrm(10_000)).toMatchObject({ failed: 0, wrong: 0 });
});

it('a CRM that hangs: 20 000 requests are answered in time, and leave nothing in memory', async () => {
  const { slowest, heapGrowthInKiB, taken, others } = await askHangingCrm(20_000);
  expect(slowest).toBeLessThan(10_000);
  expect(others.slowest).toBeLessThan(5_000);
  expect(taken).toBeLessThan(2_000);
  expect(heapGrowthInKiB).toBeLessThan(10 * 1_024);
});

it('a path that hangs: none of 5 000 other requests fails', async () => {
  expect(await askBesideHangingPath(5_000)).toMatchObject({ failed: 0 });
});

it('a thousand writes over connections that are cut at any moment', async () => {
  const figures = await writeOverCutConnections(1_000);
  expect(figures).toMatchObject({ doneTwice: 0, sentTwice: 0, succeededButNotDone: 0 });
  expect(figures.succeeded).toBeGreaterThan(150);
  expect(figures.failedButDone).toBeGreaterThan(100);
});
