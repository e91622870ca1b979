import { bodies } from './bodies.js';
import { cards } from './cards.js';
import { credentials } from './credentials.js';
import { http } from './http.js';
import { purchases } from './purchases.js';
import type { Sabotage } from './sabotage.js';
import { transport } from './transport.js';

/** All that we have thought of. */
export const sabotages: readonly Sabotage[] = [
  ...bodies,
  ...cards,
  ...credentials,
  ...http,
  ...purchases,
  ...transport,
];

/** The first that breaks a rule, for every rule: enough for `npm test`. */
export function firstOfEachRule(): Sabotage[] {
  const broken = new Set<string>();
  return sabotages.filter(({ breaks }) => {
    const news = breaks.filter(rule => !broken.has(rule));
    for (const rule of news) broken.add(rule);
    return news.length > 0;
  });
}
