import type { CardKeeper } from '../../cards/keeper.js';
import type { CardFilter, StoredCard } from '../../cards/stock.js';
import { timeText } from './open.js';

/** So many are in memory at a time. */
const PAGE = 5_000;

/** The numbers that a filter chooses, page by page, in their order. */
export async function* pages(keeper: CardKeeper, filter: CardFilter): AsyncGenerator<readonly StoredCard[]> {
  let { after, limit } = filter;
  while (limit > 0) {
    const cards = await keeper.list({ ...filter, after, limit: Math.min(limit, PAGE) });
    if (cards.length > 0) yield cards;
    if (cards.length < PAGE) return;
    limit -= cards.length;
    after = cards.at(-1)?.number;
  }
}

/** For programs. */
export function cardAsJson({ number, state, since, until, looks }: StoredCard) {
  return {
    number,
    state,
    since: timeText(since),
    ...(until !== undefined && { until: timeText(until) }),
    ...(state === 'doubtful' && { looks }),
  };
}
