import { expect, it } from 'vitest';
import {
  askBesideHangingPath,
  askHangingCrm,
  readFromFlakyCrm,
  writeOverCutConnections,
} from './unreliable-crm.js';

// The same with larger numbers is in test/full.

const busy = { timeout: 60_000 };
const slow = { tags: ['slow'] };

it('a CRM that fails 30% of its calls: no read fails', busy, async () => {
  const figures = await readFromFlakyCrm(300);
  expect(figures).toMatchObject({ failed: 0, wrong: 0 });
  expect(figures.failing / figures.calls).toBeGreaterThan(0.2);
});

it('a CRM that hangs: every request is answered in time, and the breaker spares the CRM', slow, async () => {
  const { taken, requests, slowest, errors } = await askHangingCrm(600);
  expect(slowest).toBeLessThan(10_000);
  expect(taken).toBeLessThan(requests);
  // The deadline on a machine so busy that the request came to its call late.
  const honest = /^(crm(Timeout|Busy|Unavailable)|deadlineExceeded)$/;
  expect(Object.keys(errors).filter(error => !honest.test(error))).toEqual([]);
});

it(
  'a path that hangs, and more requests for it than there are places: no other request fails',
  slow,
  async () => {
    const figures = await askBesideHangingPath(60);
    expect(figures).toMatchObject({ failed: 0 });
    expect(figures.errorsOfHanging.crmBusy).toBeGreaterThan(0);
  },
);

it(
  'writes over connections that are cut at any moment: none is sent twice, each is answered truthfully',
  busy,
  async () => {
    const figures = await writeOverCutConnections(100);
    expect(figures).toMatchObject({ doneTwice: 0, sentTwice: 0, succeededButNotDone: 0 });
    expect(figures.succeeded).toBeGreaterThan(5);
    expect(figures.failedButDone).toBeGreaterThan(5);
  },
);
