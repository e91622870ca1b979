import type { StockStatus } from '../cards/stock.js';

/** Milliseconds for which a count holds at least. */
const KEPT = 10_000;

/** Counting may take one part of so many of all time: it reads every number there is. */
const SHARE = 100;

/**
 * How many numbers there are in each state, counted once for all who ask, and no more often than the store bears.
 *
 * @returns a function that throws Failure `cardsUnavailable` as `count` does
 */
export function countedRarely(count: () => Promise<StockStatus>): () => Promise<StockStatus> {
  let last: { readonly status: StockStatus; readonly until: number } | undefined;
  let counting: Promise<StockStatus> | undefined;

  const countNow = async () => {
    const begun = performance.now();
    try {
      const status = await count();
      const took = performance.now() - begun;
      last = { status, until: performance.now() + Math.max(KEPT, SHARE * took) };
      return status;
    } finally {
      counting = undefined;
    }
  };
  return async () => {
    if (last && performance.now() < last.until) return last.status;
    counting ??= countNow();
    return counting;
  };
}
