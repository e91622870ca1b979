import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { openLogDestination } from '../../src/telemetry/log-destination.js';
import { folderOf } from '../config/reading.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
});

// Linux's device that is always full; without it there is nothing to test with.
it.runIf(existsSync('/dev/full'))(
  'drops lines while a disk is full, and says so once each time',
  async () => {
    const complaints: string[] = [];
    const log = openLogDestination('/dev/full', text => complaints.push(text));
    log.write('a line\n');
    await vi.waitUntil(() => complaints.length > 0);
    log.write('another\n');
    log.flushSync?.();
    expect(complaints).toEqual(['the log cannot be written: ENOSPC']);

    vi.advanceTimersByTime(5_000);
    log.write('a third\n');
    await vi.waitUntil(() => complaints.length > 1);
    expect(complaints[1]).toBe('the log cannot be written: ENOSPC');
  },
);

it('is written again when it can be', async () => {
  const folder = join(folderOf({}), 'logs');
  const file = join(folder, 'gateway.log');
  const complaints: string[] = [];
  const log = openLogDestination(file, text => complaints.push(text));
  log.write('lost\n');
  await vi.waitUntil(() => complaints.length > 0);
  expect(complaints).toEqual(['the log cannot be written: ENOENT']);

  mkdirSync(folder);
  vi.advanceTimersByTime(5_000);
  log.write('found\n');
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  expect(readFileSync(file, 'utf8')).toBe('found\n');
});
