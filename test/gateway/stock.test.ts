import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { StockStatus, StoredCard } from '../../src/cards/stock.js';
import { countedRarely } from '../../src/gateway/stock.js';
import { StockWatch } from '../../src/gateway/stock-watch.js';

const none: StockStatus = { free: 0, reserved: 0, expired: 0, issuing: 0, issued: 0, doubtful: 0 };

describe('counting', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
  });

  it('is done once for all who ask within ten seconds', async () => {
    const count = vi.fn(async () => none);
    const status = countedRarely(count);
    await Promise.all([status(), status()]);
    vi.advanceTimersByTime(9_999);
    await status();
    expect(count).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1);
    await status();
    expect(count).toHaveBeenCalledTimes(2);
  });

  it('takes a hundredth of the time at most', async () => {
    const count = vi.fn(async () => {
      vi.advanceTimersByTime(2_000);
      return none;
    });
    const status = countedRarely(count);
    await status();
    vi.advanceTimersByTime(199_999);
    await status();
    expect(count).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1);
    await status();
    expect(count).toHaveBeenCalledTimes(2);
  });

  it('fails as the store does, and is tried again', async () => {
    const count = vi.fn(async () => none).mockRejectedValueOnce(new Error('gone'));
    const status = countedRarely(count);
    await expect(status()).rejects.toThrow('gone');
    expect(await status()).toBe(none);
  });
});

describe('the watch', () => {
  function watching() {
    const told: string[] = [];
    const now = { ...none, free: 10 };
    const listed: StoredCard[] = [];
    const watch = new StockWatch({
      status: async () => now,
      cards: { list: async () => listed },
      warnBelow: 10,
      settledWithin: 60_000,
      onFew: free => told.push(`few ${free}`),
      onLongDoubtful: doubtful => told.push(`doubtful ${doubtful}`),
    });
    return { watch, told, now: now as { -readonly [state in keyof StockStatus]: number }, listed };
  }

  it('warns of few free numbers once each time that it comes to it', async () => {
    const { watch, told, now } = watching();
    for (const free of [10, 9, 8, 10, 3]) {
      now.free = free;
      expect(await watch.look()).toBe(60_000);
    }
    expect(told).toEqual(['few 9', 'few 3']);
  });

  it('warns of a doubtful number that is not settled for long, once', async () => {
    const { watch, told, now, listed } = watching();
    now.doubtful = 1;
    listed.push({ number: '1', state: 'doubtful', since: Date.now() - 59_000, looks: 1 });
    await watch.look();
    expect(told).toEqual([]);
    listed[0] = { number: '1', state: 'doubtful', since: Date.now() - 61_000, looks: 1 };
    await watch.look();
    await watch.look();
    expect(told).toEqual(['doubtful 1']);
  });

  it('says nothing when the store is not there', async () => {
    const { watch, told, now } = watching();
    Object.defineProperty(now, 'free', {
      get: () => {
        throw new Error('gone');
      },
    });
    expect(await watch.look()).toBe(60_000);
    expect(told).toEqual([]);
  });
});
