const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;

/**
 * A text between tags, or an attribute, in which characters are referred to (`&amp;`, `&#1050;`), and in which no `&`
 * means anything else.
 */
const REFERRING = new RegExp(
  [`(?<![^>])${run('<>')}(?=<|$)`, `(?<==\\s*")${run('<>"')}(?=")`, `(?<==\\s*')${run("<>'")}(?=')`].join(
    '|',
  ),
  'gi',
);

function run(ends: string): string {
  return `[^&${ends}]*(?:${REFERENCE.source.replace(/\((?!\?)/g, '(?:')}[^&${ends}]*)+`;
}

/**
 * A text with the characters that it refers to in their places; a reference to what is none stays.
 *
 * @param mark stands for all of them instead
 */
export function withoutReferences(text: string, mark?: string): string {
  return text.replace(REFERENCE, (all, decimal?: string, hex?: string, name?: string) => {
    if (mark !== undefined) return mark;
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : all;
  });
}

/**
 * Writes a text anew, piece by piece: what holds references as what they refer to, and all between it as it is.
 *
 * @param written gives a piece with other people in it
 */
export function writtenAround(
  text: string,
  written: { referring: (plain: string) => string; other: (text: string) => string },
): string {
  let out = '';
  let from = 0;
  for (const { 0: piece, index } of text.matchAll(REFERRING)) {
    const plain = withoutReferences(piece);
    const anew = written.referring(plain);
    out += written.other(text.slice(from, index)) + (anew === plain ? piece : withReferences(anew, piece));
    from = index + piece.length;
  }
  return out + written.other(text.slice(from));
}

/** Quotes that stand as they are in what was there may do so again. */
function withReferences(plain: string, before: string): string {
  const marks = ['"', "'"].filter(mark => !before.includes(mark));
  return plain.replace(/[&<>"'\u00a0\p{Cc}]/gu, character => {
    const isQuote = character === '"' || character === "'";
    if ((isQuote && !marks.includes(character)) || (/\s/.test(character) && before.includes(character)))
      return character;
    const name = Object.keys(NAMED).find(key => key !== 'nbsp' && NAMED[key] === character);
    return name === undefined ? `&#${character.codePointAt(0)};` : `&${name};`;
  });
}
