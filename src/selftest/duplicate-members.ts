import { formatPath } from '../document/place.js';
import { twinsIn } from '../json/twins.js';

/** Nobody reads more. */
const MOST = 20;

/**
 * The paths of members whose object has another one of the same name before it. JSON.parse takes the last one
 * without a word.
 *
 * @param text valid JSON
 */
export function duplicateMembers(text: string): string[] {
  const found = new Set<string>();
  for (const path of twinsIn(text)) {
    found.add(formatPath(path));
    if (found.size === MOST) break;
  }
  return [...found];
}
