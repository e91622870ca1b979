import type { Draw } from './key.js';

/** Writes a fake in the letters, large or small, of what it stands for. */
export function inCaseOf(original: string, fake: string): string {
  if (original === original.toLowerCase()) return fake.toLowerCase();
  if (original === original.toUpperCase() && original.length > 1) return fake.toUpperCase();
  return fake.slice(0, 1).toUpperCase() + fake.slice(1);
}

/** Puts digits, from the last one on, in the place of those of a text; all that stands between them stays. */
export function withDigits(text: string, digits: string): string {
  let next = digits.length - 1;
  return [...text]
    .reverse()
    .map(character => (/\d/.test(character) && next >= 0 ? digits[next--] : character))
    .reverse()
    .join('');
}

/** The letters and digits of a number that somebody may have put into groups. */
export function compact(text: string): string {
  return text.replace(/[^\p{L}\d]/gu, '').toUpperCase();
}

const alphabets: readonly (readonly [RegExp, string])[] = [
  [/\d/, '0123456789'],
  [/[А-ЯЁ]/, 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ'],
  [/\p{L}/u, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
];

/**
 * A number of the same shape: digits for digits, letters for letters. Its first characters stay, for they tell the
 * issuer, and not the person.
 *
 * @param number as `compact` gives it
 */
export function scrambled(draw: Draw, number: string, attempt: number): string {
  const bytes = draw.stream('number', number, attempt);
  const kept = Math.min(4, Math.floor(number.length / 3));
  return [...number]
    .map((character, at) => {
      const alphabet = alphabets.find(([kind]) => kind.test(character))?.[1];
      return at < kept || !alphabet ? character : alphabet[Number(bytes.next().value) % alphabet.length];
    })
    .join('');
}

/** Puts the characters of a number in the place of those of a text; its groups, and the case of its letters, stay. */
export function inGroupsOf(text: string, number: string): string {
  let next = 0;
  return text.replace(/[\p{L}\d]/gu, character => {
    const fake = number[next++] ?? character;
    return character === character.toLowerCase() ? fake.toLowerCase() : fake;
  });
}

/** A text as a pattern that fits it and nothing else, with the flag `u`. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
