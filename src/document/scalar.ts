import { Scalar } from 'yaml';

/**
 * Moves an index of a decoded YAML text to the index of its character in the source.
 *
 * Decoded text and source are walked side by side: what YAML adds to the source (quotes, indentation, line
 * breaks that fold, escapes) is passed over.
 *
 * @param source the characters of the scalar in the file, with its quotes or block header
 * @returns an index into `source`
 */
export function sourceOffset(scalar: Scalar, source: string, offset: number): number {
  const text = String(scalar.value);
  let at = contentStart(scalar, source);
  for (let index = 0; index < offset && index < text.length; index++) {
    const from = skipToCharacter(scalar, source, at, text[index] ?? '');
    at = from + lengthInSource(scalar, source, from, text[index] ?? '');
    // \U0001F600 is one escape, but two units of the text.
    if (scalar.type === Scalar.QUOTE_DOUBLE && /^\\U(?!0000)/.test(source.slice(from, from + 6))) index++;
  }
  return skipToCharacter(scalar, source, at, text[offset] ?? '');
}

function contentStart(scalar: Scalar, source: string): number {
  switch (scalar.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return 1;
    case Scalar.BLOCK_LITERAL:
    case Scalar.BLOCK_FOLDED:
      return source.indexOf('\n') + 1;
    default:
      return 0;
  }
}

function lengthInSource(scalar: Scalar, source: string, from: number, character: string): number {
  if (scalar.type === Scalar.QUOTE_DOUBLE && source[from] === '\\') return escapeLength(source, from);
  return scalar.type === Scalar.QUOTE_SINGLE && character === "'" ? 2 : 1;
}

/** Passes over what stands in the source but not in the text: indentation, folded breaks, continued lines. */
function skipToCharacter(scalar: Scalar, source: string, at: number, character: string): number {
  let from = at;
  const isBlank = character === ' ' || character === '\n';
  while (from < source.length && source[from] !== character) {
    const here = source[from] ?? '';
    if (scalar.type === Scalar.QUOTE_DOUBLE && here === '\\') {
      // The blanks that a continued line begins with are not of the text, also where the text goes on with one.
      const continued = /^\\\r?\n[ \t]*/.exec(source.slice(from));
      if (!continued) break;
      from += continued[0].length;
    } else if (here === '\n' && isBlank) {
      break;
    } else if (/\s/.test(here)) {
      from += 1;
    } else {
      break;
    }
  }
  return from;
}

function escapeLength(source: string, at: number): number {
  const kind = source[at + 1];
  if (kind === 'x') return 4;
  if (kind === 'u') return 6;
  if (kind === 'U') return 10;
  return 2;
}
