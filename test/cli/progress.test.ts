import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withProgress } from '../../src/cli/progress.js';
import { captureIo } from './capture.js';

const ERASE = '\r\x1b[2K';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function terminal(columns = 80, env = {}) {
  const captured = captureIo({ env });
  Object.assign(captured.io.stderr, { isTTY: true, columns });
  return captured;
}

describe('progress', () => {
  it('shows after a second what goes on, and erases it', async () => {
    const { io, stdout, stderr } = terminal();
    const result = await withProgress(io, true, async progress => {
      progress.tell('1 of 9');
      vi.advanceTimersByTime(990);
      expect(stderr()).toBe('');
      vi.advanceTimersByTime(20);
      expect(stderr()).toBe(`${ERASE}/ 1 of 9`);
      return 'done';
    });
    expect([result, stdout(), stderr()]).toEqual(['done', '', `${ERASE}/ 1 of 9${ERASE}`]);
  });

  it('shows it also where the work gives no timer its turn', async () => {
    const { io, stderr } = terminal();
    await withProgress(io, true, async progress => {
      vi.clearAllTimers();
      vi.advanceTimersByTime(1_500);
      progress.tell('2 of 9');
      progress.tell('3 of 9');
    });
    expect(stderr()).toBe(`${ERASE}/ 2 of 9${ERASE}`);
  });

  it('makes way for what is printed', async () => {
    const { io, stdout, stderr } = terminal();
    await withProgress(io, true, async progress => {
      progress.tell('first');
      vi.advanceTimersByTime(1_000);
      progress.print('one\n');
      progress.print('two\n');
      vi.advanceTimersByTime(100);
    });
    expect(stdout()).toBe('one\ntwo\n');
    expect(stderr()).toBe(`${ERASE}/ first${ERASE}${ERASE}- first${ERASE}`);
  });

  it('keeps to one line, however narrow the terminal is', async () => {
    const { io, stderr } = terminal(10);
    await withProgress(io, true, async progress => {
      vi.advanceTimersByTime(2_000);
      progress.tell('a long long line');
    });
    expect(
      stderr()
        .split(ERASE)
        .map(text => text.length)
        .every(length => length < 10),
    ).toBe(true);
  });

  it('is erased when the work fails', async () => {
    const { io, stderr } = terminal();
    const failing = withProgress(io, true, async () => {
      vi.advanceTimersByTime(1_000);
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(stderr().endsWith(ERASE)).toBe(true);
  });

  it.each([
    ['with --json', () => terminal(), false],
    ['where nobody looks', () => captureIo(), true],
    ['on a dumb terminal', () => terminal(80, { TERM: 'dumb' }), true],
  ])('is not shown %s', async (_, capture, isWanted) => {
    const { io, stdout, stderr } = capture();
    await withProgress(io, isWanted, async progress => {
      progress.tell('1 of 9');
      vi.advanceTimersByTime(5_000);
      progress.tell('2 of 9');
      progress.print('a result\n');
    });
    expect([stdout(), stderr()]).toEqual(['a result\n', '']);
  });
});
