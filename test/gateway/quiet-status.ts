import type { Status } from '../../src/gateway/status.js';

/** Of a gateway that has just begun. */
export const quietStatus: Status = {
  mapping: 'shop',
  api: '1.2.0',
  startedAt: '2026-11-29T06:00:00.000Z',
  readiness: { isReady: true, parts: { gateway: 'ready' }, notes: {} },
  operations: { getCard: { lastMinute: 0, failed: 0 } },
  errors: {},
  crm: { state: 'up', running: 0, waiting: 0, lastMinute: 0, failed: 0 },
  reload: { servedSince: '2026-11-29T06:00:00.000Z', generation: 1, draining: 0, needsRestart: [] },
};
