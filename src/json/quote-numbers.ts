import { fitsDouble, withoutExponent } from './number.js';

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * No card and no amount is longer. Six characters such as `1e1990` would otherwise become two thousand, and a reply of
 * a megabyte all the memory of the process.
 */
const MAX_DIGITS = 60;

/**
 * Puts quotes around the numbers of a JSON text that have to become text: those that a double would change,
 * and all that are values of the members named, directly or in lists. What is not valid JSON stays so.
 *
 * It reads character by character. `survey`, `hasLongNumber`, `mayName` and `hasExponent` tell the ordinary texts,
 * which need no quotes, in a fraction of the time.
 */
export function quoteNumbers(text: string, asText: ReadonlySet<string>): string {
  /** Whether the numbers here are text, and the same of each list and object around. */
  let isText = false;
  const around: boolean[] = [];
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const start = at++;
    switch (text[start]) {
      case '"':
        at = endOfString(text, at);
        if (asText.size > 0 && isKey(text, at)) isText = asText.has(nameIn(text.slice(start, at)));
        break;
      case '[':
        around.push(isText);
        break;
      case '{':
        around.push(isText);
        isText = false;
        break;
      case ']':
      case '}':
        isText = around.pop() ?? false;
        break;
      default: {
        // Most characters that come here begin no number, and the pattern would find out ten times as slowly.
        if (!beginsNumber(text.charCodeAt(start))) break;
        const token = match(number, text, start);
        if (token === '') break;
        at = start + token.length;
        // Quotes would make a valid key of a number that stands where a key should.
        if ((!isText && fitsDouble(token)) || isKey(text, at)) break;
        out += `${text.slice(copied, start)}"${withoutExponent(token, MAX_DIGITS)}"`;
        copied = at;
      }
    }
  }
  return out + text.slice(copied);
}

/** The digits and points from which on a double may change a number: 15 digits always survive. */
const LONG = 16;

/**
 * One look at the colons of a text, which is where its members are. It may find more of either in the middle of
 * strings, and never less.
 *
 * @returns how many members there are, and whether the value of one is a number of `LONG` digits and points
 */
export function survey(text: string): { members: number; hasLongNumber: boolean } {
  let members = 0;
  let hasLong = false;
  // Not every character: indexOf passes over what is no colon many times as fast.
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    const before = text.charCodeAt(colon - 1);
    if (before !== 0x22 && before > 0x20) continue;
    members++;
    let at = colon + 1;
    let first = text.charCodeAt(at);
    while (isBlank(first)) first = text.charCodeAt(++at);
    // Most values are texts.
    if (first === 0x22) continue;
    if (first === 0x2d) at++;
    const digits = at;
    while (isDigitOrPoint(text.charCodeAt(at))) at++;
    if (at - digits >= LONG) hasLong = true;
  }
  return { members, hasLongNumber: hasLong };
}

/**
 * Whether a number of that length stands anywhere in the text, be it in a list. Each of them covers a place whose index is a multiple of it, so
 * no other has to be looked at. It may say yes for digits in the middle of a string, never no for a number; digits
 * that begin a string do not count.
 */
export function hasLongNumber(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (!isDigitOrPoint(text.charCodeAt(at))) continue;
    // It reaches at least half of its length to one side or the other, which dates and phones mostly do not.
    if (!isDigitOrPoint(text.charCodeAt(at - LONG / 2)) && !isDigitOrPoint(text.charCodeAt(at + LONG / 2)))
      continue;
    let first = at;
    while (isDigitOrPoint(text.charCodeAt(first - 1))) first--;
    let end = at + 1;
    while (isDigitOrPoint(text.charCodeAt(end))) end++;
    if (end - first >= LONG && isValueAt(text, first)) return true;
    // What follows is another one; the next step leads at least to its place.
    at += Math.floor((end - 1 - at) / LONG) * LONG;
  }
  return false;
}

/** Whether a value may begin at the digit there. */
function isValueAt(text: string, digit: number): boolean {
  let before = digit - 1;
  if (text[before] === '-') before--;
  while (isBlank(text.charCodeAt(before))) before--;
  return before < 0 || text[before] === ':' || text[before] === ',' || text[before] === '[';
}

/**
 * Whether a number with an exponent may be in the text. Those of few digits come through a double unchanged unless
 * they leave its range, and then they are 0, infinite or very near to 0. The second pattern is exact and slow, so the
 * first goes before it.
 */
export function hasExponent(text: string): boolean {
  return /\d[eE]/.test(text) && /(?:^|[:[,])\s*-?\d[\d.]*[eE]/.test(text);
}

/** Whether a member of one of the names may be in the text; with a backslash any key may be spelt differently. */
export function mayName(text: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  if (text.includes('\\')) return true;
  for (const name of names) if (text.includes(`"${name}"`)) return true;
  return false;
}

/** The index after the closing quote; the end of the text when there is none. */
export function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first--;
  return (at - first) % 2 === 1;
}

/** What a key says, its quotes and escapes aside. */
function nameIn(key: string): string {
  return key.includes('\\') ? JSON.parse(key) : key.slice(1, -1);
}

/** Whether a colon follows. */
export function isKey(text: string, at: number): boolean {
  let next = at;
  while (isBlank(text.charCodeAt(next))) next++;
  return text[next] === ':';
}

/** Space, tab, line feed, carriage return. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function isDigitOrPoint(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

/** A digit or a minus. */
function beginsNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

function match(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}
