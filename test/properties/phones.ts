import fc from 'fast-check';

/** Phone numbers as the API writes them: 5 to 15 digits, the first of which begins a country code. */
export const phones = fc.stringMatching(/^[1-9][0-9]{4,14}$/);

const spaces = fc.constantFrom(' ', '\t', '\u00a0', '\u2009');
const between = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  spaces,
  fc.constantFrom('-', '(', ')', ') '),
);

/** A spelling of a phone that people and programs use: a plus, spaces, brackets and dashes anywhere. */
export function spelt(digits: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.option(spaces, { nil: '' }),
      fc.constantFrom('', '+'),
      fc.array(between, { minLength: digits.length, maxLength: digits.length }),
    )
    .map(([first, plus, marks]) => `${first}${plus}${[...digits].map((d, at) => d + marks[at]).join('')}`)
    .filter(text => text.length <= 40);
}

/** Texts that look like phones, most of which are none. */
export const phoneTexts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'+()- 0123456789'), maxLength: 45 }),
  fc.string({ unit: fc.constantFrom(...'+7920.,x/٧7９\n'), maxLength: 18 }),
  phones.chain(digits => fc.tuple(spelt(digits), fc.nat(), fc.string({ maxLength: 2 }))).map(insert),
  fc.string({ unit: 'grapheme' }),
);

function insert([text, where, more]: [string, number, string]): string {
  const at = where % (text.length + 1);
  return text.slice(0, at) + more + text.slice(at);
}

/** The digits of a phone, read character by character; empty when the text is none. */
export function digitsOf(text: string): string {
  let digits = '';
  let isBegun = false;
  for (const character of text) {
    if (character >= '0' && character <= '9') digits += character;
    else if (character === '+' ? isBegun : !'()-'.includes(character) && character.trim() !== '') return '';
    isBegun ||= character.trim() !== '';
  }
  return text.length <= 40 && digits.length >= 5 && digits.length <= 15 && digits[0] !== '0' ? digits : '';
}
