import type { MissedPoint } from './coverage.js';
import type { Aspect } from './coverage-points.js';

// A map, for an object with a member `then` would be taken for a promise.
const words: ReadonlyMap<Aspect, string> = new Map([
  ['called', 'was never called'],
  ['reached', 'was never made'],
  ['skipped', 'was never skipped'],
  ['used', 'was never made'],
  ['true', 'was never true'],
  ['false', 'was never false'],
  ['missing', 'was never needed'],
  ['failing', 'was never needed'],
  ['then', 'has a condition that was never true'],
  ['else', 'has a condition that was never false'],
]);

/** What is said of a point that no case reached, behind its name. */
export function never({ aspect, isSkipped }: MissedPoint): string {
  const said = words.get(aspect) ?? '';
  // It was come to: a case is missing in which its condition is true.
  return isSkipped ? `${said}: its \`when\` was false in all cases` : said;
}
