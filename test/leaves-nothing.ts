import { afterAll, expect, vi } from 'vitest';

// The files of the rooms run one after another in the same process, and each must find it as the one before did.
const before = state();
afterAll(() => expect(state(), 'what this file leaves behind').toEqual(before));

function state() {
  const events = process.eventNames().map(name => [String(name), process.listenerCount(name)]);
  return {
    cwd: process.cwd(),
    env: { ...process.env },
    fakeTimers: vi.isFakeTimers(),
    listeners: Object.fromEntries(events.sort()),
  };
}
