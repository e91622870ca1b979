import { formatPath } from '../document/place.js';
import { endOfString, isKey } from '../json/quote-numbers.js';

/** An object or a list that is being read. */
interface Open {
  /** The names so far; of an object only. */
  readonly names?: Set<string>;
  /** What is being read: the name of a member, or the index of an item. */
  at: string | number;
}

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
  const open: Open[] = [];
  let at = 0;
  while (at < text.length && found.size < MOST) {
    const start = at++;
    const inside = open.at(-1);
    switch (text[start]) {
      case '"':
        at = endOfString(text, at);
        if (!inside?.names || !isKey(text, at)) break;
        inside.at = JSON.parse(text.slice(start, at)) as string;
        if (inside.names.has(inside.at)) found.add(formatPath(open.map(part => part.at)));
        inside.names.add(inside.at);
        break;
      case '{':
        open.push({ names: new Set(), at: '' });
        break;
      case '[':
        open.push({ at: 0 });
        break;
      case ',':
        if (typeof inside?.at === 'number') inside.at += 1;
        break;
      case '}':
      case ']':
        open.pop();
    }
  }
  return [...found];
}
