import fc from 'fast-check';
import { expect } from 'vitest';
import { Document } from '../../src/document/document.js';
import { describeProperties } from './property.js';

/** A character that stands once in each text, where the error is said to be. */
const MARK = '§';

/** Pieces of an expression; what YAML escapes, folds or counts in two units is among them. */
const piece = fc.constantFrom(
  'a',
  '$b',
  ' ',
  '  ',
  '"',
  "'",
  '\\',
  '\\d',
  'ж',
  '😀',
  '𝒳',
  '\t',
  '(',
  ')',
  '%',
  '&',
  '=',
  '.',
  '\u00a0',
  'e\u0301',
);
const word = fc.array(piece, { maxLength: 8 }).map(parts => parts.join(''));
const line = fc.tuple(word, fc.constant(MARK), word).map(parts => parts.join(''));

/** A text of several lines with one mark, none of which begins or ends with a blank. */
const lines = fc
  .tuple(fc.array(word, { maxLength: 3 }), line, fc.array(word, { maxLength: 3 }))
  .map(([before, marked, after]) => [...before, marked, ...after].map(text => `x${text.trim()}x`));

/** A style: how lines are written below a key, at an indentation. */
interface Style {
  readonly name: string;
  /** `undefined` when the style cannot hold the text. */
  readonly write: (lines: readonly string[], indent: string) => string | undefined;
}

const inSingle = (text: string) => text.replaceAll("'", "''");
const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\t': '\\t', '\u00a0': '\\_' };
const inDouble = (text: string) =>
  text.replace(/["\\\t\u00a0]|\p{Emoji_Presentation}/gu, one => {
    return escapes[one] ?? `\\U${one.codePointAt(0)?.toString(16).padStart(8, '0')}`;
  });
const block = (header: string) => (texts: readonly string[], indent: string) =>
  `${header}\n${texts.map(text => `${indent}${text}\n`).join('')}`;
const isPlain = (text: string) => !/: | #|[\t]/.test(text);
const isFlowPlain = (text: string) => isPlain(text) && !/[,[\]{}]/.test(text);

const styles: readonly Style[] = [
  {
    name: 'plain',
    write: ([first = '', ...more]) => (more.length > 0 || !isPlain(first) ? undefined : `${first}\n`),
  },
  {
    name: 'plain on lines',
    write: (texts, indent) => (texts.every(isPlain) ? `${texts.join(`\n${indent}`)}\n` : undefined),
  },
  {
    name: 'plain with an anchor',
    write: ([first = '', ...more]) => (more.length > 0 || !isPlain(first) ? undefined : `&it ${first}\n`),
  },
  {
    name: 'flow',
    write: ([first = '', ...more]) =>
      more.length > 0 || !isFlowPlain(first) ? undefined : `{ c: d, b: ${first} }\n`,
  },
  { name: 'flow, quoted', write: (texts, indent) => `[ "${texts.map(inDouble).join(`\n${indent}`)}", 1 ]\n` },
  { name: 'single', write: (texts, indent) => `'${texts.map(inSingle).join(`\n${indent}`)}'\n` },
  { name: 'double', write: (texts, indent) => `"${texts.map(inDouble).join(`\n${indent}`)}"\n` },
  { name: 'double with breaks as escapes', write: texts => `"${texts.map(inDouble).join('\\n')}"\n` },
  {
    name: 'double with lines continued',
    write: (texts, indent) => `"${texts.map(inDouble).join(`\\\n${indent}\\ `)}"\n`,
  },
  {
    name: 'double with blank lines',
    write: (texts, indent) => `"${texts.map(inDouble).join(`\n\n${indent}`)}"\n`,
  },
  { name: 'double with an anchor', write: texts => `&it "${texts.map(inDouble).join(' ')}"\n` },
  ...['|', '|-', '|+', '>', '>-', '>+', '| # why', '&it |', '>- # why'].map(header => ({
    name: header,
    write: block(header),
  })),
  {
    name: '|2',
    write: texts =>
      block('|2')(
        texts.map(text => ` ${text}`),
        '    ',
      ),
  },
  {
    name: '>2-',
    write: texts =>
      block('>2-')(
        texts.map(text => ` ${text}`),
        '    ',
      ),
  },
  {
    name: '> with more indented lines',
    write: (texts, indent) =>
      block('>')(
        texts.map((text, at) => (at % 2 === 1 ? `  ${text}` : text)),
        indent,
      ),
  },
  {
    name: '| with blank lines',
    write: (texts, indent) => `|\n${texts.map(text => `${indent}${text}\n\n`).join('')}`,
  },
  {
    name: '> with blank lines',
    write: (texts, indent) => `>\n\n${texts.map(text => `${indent}${text}\n\n`).join('')}`,
  },
];

function textIn(value: unknown): [path: (string | number)[], text: string] {
  if (typeof value === 'string') return [[], value];
  if (Array.isArray(value)) return [[0], String(value[0])];
  return [['b'], String((value as { b: unknown }).b)];
}

describeProperties('places in YAML', 1, property => {
  for (const { name, write } of styles) {
    property(`a character of a text, written ${name}, is found at its line and column`, 300, () => {
      fc.assert(
        fc.property(lines, fc.boolean(), (texts, isWindows) => {
          const written = write(texts, '    ');
          if (written === undefined) return;
          const file = `# first\na:\n  it: ${written}  last: 1\n`;
          const source = isWindows ? file.replaceAll('\n', '\r\n') : file;
          const document = new Document('it.yaml', source);
          expect(document.findings).toEqual([]);
          const [inside, text] = textIn((document.value as { a: { it: unknown } }).a.it);
          const { line, column } = document.placeInText(['a', 'it', ...inside], text.indexOf(MARK));
          expect(source.split(/\r?\n/)[line - 1]?.slice(column - 1, column)).toBe(MARK);
        }),
        { numRuns: 300 },
      );
    });
  }
});
