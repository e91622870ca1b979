import { distance } from 'fastest-levenshtein';
import type { Finding as Found } from '../document/finding.js';
import { nearest } from '../document/nearest.js';
import type { Fix } from './api-run.js';

type Mended = Pick<Found, 'line' | 'column' | 'endColumn' | 'message' | 'hint'>;

/**
 * What a finding says in words, as a change of the text: another name in the place of a misspelt one, quotes around what
 * YAML would take for a number. `undefined` where its words leave a choice.
 *
 * @param lines of the text
 */
export function fixOf(
  { line, column, endColumn, message, hint = '' }: Mended,
  lines: readonly string[],
): Fix | undefined {
  const start = column - 1;
  const text = (lines[line - 1] ?? '').slice(start, endColumn === undefined ? undefined : endColumn - 1);
  const [, quoted] = /^write it in quotes: ("[^"]*")$/.exec(hint) ?? [];
  const splice =
    quoted === undefined
      ? renamed(text, guessIn(`${message} ${hint}`))
      : { from: 0, to: text.length, text: quoted };
  if (!splice) return undefined;
  const at = (offset: number) => ({ line, column: column + offset });
  return {
    title: `write ${splice.text}`,
    edits: [{ range: { from: at(splice.from), to: at(splice.to) }, text: splice.text }],
  };
}

function guessIn(words: string): string | undefined {
  const [, quoted, bare] = /did you mean (?:"([^"]+)"|([$\w.?-]*\w\??))\?(?:\s|$)/.exec(words) ?? [];
  return quoted ?? bare;
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The part of a text that was meant as a name, and that name: of several the nearest, with as many steps of a path. */
function renamed(text: string, guess: string | undefined): Splice | undefined {
  if (guess === undefined) return undefined;
  const steps = guess.split('.').length;
  const parts = [...text.matchAll(/\$?[\w-]+\??/g)];
  const runs = parts.flatMap((first, index): Splice[] => {
    const last = parts[index + steps - 1];
    if (!last) return [];
    const run = { from: first.index, to: last.index + last[0].length };
    const written = text.slice(run.from, run.to);
    const isMisspelt = written !== guess && nearest(written, [guess]) !== undefined;
    return isMisspelt ? [{ ...run, text: guess }] : [];
  });
  const far = ({ from, to }: Splice) => distance(text.slice(from, to), guess);
  return runs.toSorted((one, other) => far(one) - far(other))[0];
}
