import { isObject } from '../json/values.js';

/** What bytes 80 to BF are in windows-1251: the second halves of the Cyrillic letters of UTF-8. */
const secondHalves = 'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї';

/** Cyrillic in UTF-8 begins with the bytes D0 and D1, which other charsets read as letters of their own. */
const patterns: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/\uFFFD/u, 'has U+FFFD, which stands for bytes that somebody could not decode'],
  [/(?:[ÐÑ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]){2}/u, 'is UTF-8 that somebody has read as Latin-1'],
  // Three, for there are words such as СІРІ.
  [new RegExp(`(?:[РС][${secondHalves}]){3}`, 'u'), 'is UTF-8 that somebody has read as windows-1251'],
];

/** The first text of a JSON value with which something seems to be wrong, the names of members among them. */
export function mojibakeInside(value: unknown): string | undefined {
  if (typeof value === 'string') return mojibakeIn(value);
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.entries(value).flat() : [];
  for (const one of inner) {
    const strange = mojibakeInside(one);
    if (strange) return strange;
  }
  return undefined;
}

/** What is wrong with a text whose charset was changed wrongly on its way; `undefined` when nothing seems to be. */
export function mojibakeIn(text: string): string | undefined {
  for (const [pattern, meaning] of patterns) {
    const match = pattern.exec(text);
    if (match) return told(text, meaning, match.index);
  }
  // Two words at least, and no letter that was not lost: people write question marks too.
  const [first, second] = text.matchAll(/\?{4,}/g);
  if (first && second && !/\p{Script=Cyrillic}/u.test(text)) {
    return told(text, 'has question marks where letters were lost', first.index);
  }
  return undefined;
}

function told(text: string, meaning: string, index: number): string {
  return `the text ${meaning}: …${text.slice(Math.max(0, index - 10), index + 20)}…`;
}
