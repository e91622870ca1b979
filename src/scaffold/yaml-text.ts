import { printable } from '../document/file-text.js';
import { quotedYaml } from '../document/yaml-text.js';

/** YAML that is written as text, because a value written by a library has no comments. */

/** A foreign text in one line, without what YAML, an editor or a terminal would stumble over; cut where it is long. */
export function oneLine(text: string, longest = 100): string {
  const clean = printable(text)
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return clean.length <= longest
    ? clean
    : `${[...clean]
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

/** A text as YAML writes it where nothing is to be thought about: in double quotes. */
export function quoted(text: string): string {
  return quotedYaml(printable(text));
}

/** The same, without the quotes where a person would leave them out. */
export function plainOrQuoted(text: string): string {
  const isWord = /^[A-Za-z/][\w./-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isWord ? text : quoted(text);
}

/** The same as `quoted` for a literal text of a mapping or a config, in which `${` and `{%` begin something. */
export function literal(text: string): string {
  // By a function: in a text that is put in, `$$` is one `$`.
  return quoted(text.replaceAll('${', () => '$${').replaceAll('{%', '{%%'));
}

/** Lines of a comment, no longer than a page is wide. */
export function commentLines(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length >= 110 && line !== `${indent}#`) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
