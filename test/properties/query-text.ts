import fc from 'fast-check';

/** One parameter, and how it stands in the URL. */
export interface Pair {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

/** A way to encode a text for a URL: letters that need none are encoded too, and a space may be a plus. */
export const encoded: fc.Arbitrary<(text: string) => string> = fc
  .infiniteStream(fc.nat({ max: 3 }))
  .map(choices => text => {
    let out = '';
    for (const character of text) {
      const choice = choices.next().value;
      const usual = encodeURIComponent(character);
      if (character === ' ' && choice === 0) out += '+';
      else out += choice === 1 && usual.length === 1 ? percent(character) : usual;
    }
    return out;
  });

function percent(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return `%${hex.padStart(2, '0')}`;
}

const names = fc.string({ unit: 'grapheme', maxLength: 6 }).map(text => `x${text}`);
const values = fc.string({ unit: 'grapheme', maxLength: 6 });

/** Parameters that no contract has, each once. */
export const queries: fc.Arbitrary<Pair[]> = fc.uniqueArray(
  fc.tuple(names, values, encoded).map(([name, value, encode]) => {
    return { name, value, text: `${encode(name)}=${encode(value)}` };
  }),
  { maxLength: 4, selector: ({ name }) => name },
);
