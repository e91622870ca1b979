import { endOfString, isKey } from './quote-numbers.js';

/**
 * Whether a name may stand twice in an object of a JSON text: there is a colon behind a string, or behind a blank, more
 * often than there are members in what JSON.parse made of it. It may say yes for colons in strings, never no for twins.
 *
 * @param names the number of members that JSON.parse made
 */
export function mayHaveTwins(text: string, names: number): boolean {
  let colons = 0;
  // Not every character: indexOf passes over what is no colon many times as fast.
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === 0x22 || before <= 0x20) colons++;
  }
  return colons > names;
}

/**
 * Whether a name stands twice in an object, also when it is spelt in two ways.
 *
 * @param text valid JSON
 */
export function hasTwins(text: string): boolean {
  const around: Set<string>[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at++;
    switch (text[start]) {
      case '"': {
        at = endOfString(text, at);
        if (!isKey(text, at)) break;
        const name: string = JSON.parse(text.slice(start, at));
        const names = around.at(-1);
        if (names?.has(name)) return true;
        names?.add(name);
        break;
      }
      case '{':
        around.push(new Set());
        break;
      case '}':
        around.pop();
    }
  }
  return false;
}
