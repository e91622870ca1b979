import { endOfString, isKey } from './quote-numbers.js';

/** An object or a list that is being read. */
interface Open {
  /** The names so far; of an object only. */
  readonly names?: Set<string>;
  /** What is being read: the name of a member, or the index of an item. */
  at: string | number;
}

/**
 * Finds the members whose object has another one of the same name before it, also when it is spelt in another way.
 *
 * @param text valid JSON
 * @returns (each) where the member is: the names and indexes that lead to it
 */
export function* twinsIn(text: string): Generator<(string | number)[], void> {
  const open: Open[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at++;
    const inside = open.at(-1);
    switch (text[start]) {
      case '"':
        at = endOfString(text, at);
        if (!inside?.names || !isKey(text, at)) break;
        inside.at = JSON.parse(text.slice(start, at)) as string;
        if (inside.names.has(inside.at)) yield open.map(part => part.at);
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
}

export function hasTwins(text: string): boolean {
  return twinsIn(text).next().done === false;
}
