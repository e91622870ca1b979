import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
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
    await vi.waitUntil(() => complaints.length > 0, { timeout: 15_000 });
    log.write('another\n');
    vi.advanceTimersByTime(10);
    expect(complaints).toEqual(['the log cannot be written: ENOSPC']);

    vi.advanceTimersByTime(5_000);
    log.write('a third\n');
    vi.advanceTimersByTime(10);
    await vi.waitUntil(() => complaints.length > 1, { timeout: 15_000 });
    expect(complaints[1]).toBe('the log cannot be written: ENOSPC');
  },
);

it('is written again when it can be', async () => {
  const folder = join(folderOf({}), 'logs');
  const file = join(folder, 'gateway.log');
  const complaints: string[] = [];
  const log = openLogDestination(file, text => complaints.push(text));
  log.write('lost\n');
  await vi.waitUntil(() => complaints.length > 0, { timeout: 15_000 });
  expect(complaints).toEqual(['the log cannot be written: ENOENT']);

  mkdirSync(folder);
  vi.advanceTimersByTime(5_000);
  log.write('found\n');
  vi.advanceTimersByTime(10);
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 15_000 });
  expect(readFileSync(file, 'utf8')).toBe('found\n');
});

it('gathers lines in their order, and writes those of the last moment', async () => {
  const file = join(folderOf({}), 'gateway.log');
  const log = openLogDestination(file, () => {});
  log.write('one\n');
  log.write('two\n');
  await new Promise(setImmediate);
  log.write('three\n');
  await log.finish?.();
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
});

it('writes lines that come one soon after the other together, and each within ten milliseconds', async () => {
  const file = join(folderOf({}), 'gateway.log');
  const log = openLogDestination(file, () => {});
  const written = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  log.write('one\n');
  await vi.waitUntil(() => written() === 'one\n');
  log.write('two\n');
  await new Promise(setImmediate);
  log.write('three\n');
  vi.advanceTimersByTime(10);
  await vi.waitUntil(() => written() === 'one\ntwo\nthree\n');
});

/** A pipe with a reader that does not read. */
function stuckPipe(): string {
  const pipe = join(folderOf({}), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
  return pipe;
}

describe.runIf(process.platform !== 'win32')('a log that nobody reads', () => {
  it('holds the end of the process for a second at the most', async () => {
    const log = openLogDestination(stuckPipe(), () => {});
    for (let line = 0; line < 100; line++) log.write(`${'a'.repeat(1_999)}\n`);
    const finished = log.finish?.();
    vi.advanceTimersByTime(1_000);
    await finished;
  });

  it('drops lines before they take all memory, and says so once', async () => {
    const complaints: string[] = [];
    const log = openLogDestination(stuckPipe(), text => complaints.push(text));
    for (let line = 0; line < 200; line++) log.write(`${'a'.repeat(99_999)}\n`);
    expect(complaints).toEqual(['the log is not read: lines are dropped']);
    const finished = log.finish?.();
    vi.advanceTimersByTime(1_000);
    await finished;
  });
});

it('is whole when it has finished', async () => {
  const file = join(folderOf({}), 'gateway.log');
  const log = openLogDestination(file, () => {});
  for (let line = 0; line < 1_000; line++) log.write(`${line}\n`);
  await log.finish?.();
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(1_001);
});
