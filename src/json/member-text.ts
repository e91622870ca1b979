import { endOfString, isKey } from './quote-numbers.js';

/**
 * The value of a member as it stands in the text of a JSON object, with every digit; of members with the same
 * name the last, which JSON.parse takes too. `undefined` when there is none.
 *
 * @param text valid JSON
 */
export function memberText(text: string, name: string): string | undefined {
  let found: string | undefined;
  /** Where the value of the member begins, while it is read. */
  let from: number | undefined;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const start = at++;
    switch (text[start]) {
      case '"':
        at = endOfString(text, at);
        if (depth === 1 && isKey(text, at) && JSON.parse(text.slice(start, at)) === name) {
          from = text.indexOf(':', at) + 1;
        }
        break;
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
      case ',':
        if (depth === 1 && from !== undefined) {
          found = text.slice(from, start).trim();
          from = undefined;
        }
        if (text[start] !== ',') depth--;
    }
  }
  return found;
}
