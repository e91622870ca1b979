import { shortestSecret } from '../mapping/params.js';

/**
 * Makes a function that puts `***` in the place of secrets, in whatever spelling they left us: as they are,
 * percent-encoded, form-encoded, escaped in JSON (once or twice), as references of XML, any mixture of these, and as
 * Base64 (so `login:password` is found in a Basic header). Longer secrets go first, so that one that contains another
 * is hidden whole. Secrets of less than `shortestSecret` characters are left alone.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const patterns = [...new Set(secrets)]
    .filter(secret => secret.length >= shortestSecret)
    .sort((a, b) => b.length - a.length)
    .map(secret => new RegExp(`${spelled(secret)}|${base64(secret)}`, 'g'));
  return text => patterns.reduce((rest, pattern) => rest.replace(pattern, '***'), text);
}

function base64(secret: string): string {
  const standard = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  // base64url writes - and _ for + and /.
  const characters = [...standard].map(character => {
    if (character === '+') return '(?:%2[bB]|[+-])';
    return character === '/' ? '(?:%2[fF]|\\\\?/|_)' : character;
  });
  return `${characters.join('')}(?:=|%3[dD]){0,2}`;
}

/** A pattern for a text of which each character may stand in any of its spellings. */
function spelled(secret: string): string {
  return Array.from(secret.matchAll(/\\+|[^\\]/gu), ([part]) => `(?:${spellings(part).join('|')})`).join('');
}

/** @param part one character, or a run of backslashes, taken together because each JSON escape doubles the run */
function spellings(part: string): string[] {
  if (part.startsWith('\\')) {
    const { length } = part;
    return [`(?:%5[cC]){${length}}`, `${xmlEncoded('\\')}{${length}}`, `\\\\{${length},${4 * length}}`];
  }
  const found = [percentEncoded(part), jsonEncoded(part), xmlEncoded(part)];
  if (part === ' ') found.push('\\+');
  if (part === '"') found.push('\\\\{1,3}"');
  if (part === '/') found.push('\\\\/');
  const letter = jsonLetters[part];
  if (letter) found.push(`\\\\{1,2}${letter}`);
  return [...found, part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')];
}

const jsonLetters: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
};

/** As a reference of XML or HTML, by number or by name. */
function xmlEncoded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = xmlNames[character];
  const numbers = `&#0*${code};|&#[xX]0*${hex(code, 1)};`;
  return `(?:${numbers}${name === undefined ? '' : `|&${name};`})`;
}

const xmlNames: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

function percentEncoded(character: string): string {
  return Array.from(Buffer.from(character), byte => `%${hex(byte, 2)}`).join('');
}

function jsonEncoded(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\\\{1,2}u${hex(character.charCodeAt(index), 4)}`,
  ).join('');
}

/** Hexadecimal digits in either case. */
function hex(code: number, width: number): string {
  const digits = code.toString(16).padStart(width, '0');
  return digits.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`);
}
