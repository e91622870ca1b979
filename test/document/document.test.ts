import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { fileProblem } from '../../src/document/file-problem.js';
import { codeFrame, sortFindings } from '../../src/document/finding.js';
import { formatPath, formatPlace, type Path, type Place } from '../../src/document/place.js';
import { Numeral } from '../../src/json/write.js';

/** The text from a place on, up to the end of its line. */
function restOfLine(text: string, { line, column }: Place): string {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1).replace(/\r$/, '');
}

/** Where `X` stands in the decoded text of a value. */
function spotOfX(text: string, path: Path): string {
  const document = new Document('test.yaml', text);
  expect(document.findings).toEqual([]);
  const value = path.reduce<unknown>((inner, part) => Object(inner)[part], document.value) as string;
  expect(value).toContain('X');
  return restOfLine(text, document.placeInText(path, value.indexOf('X')));
}

describe('the place of a character', () => {
  it.each([
    ['plain', 'a: b X c', 'X c'],
    ['plain over lines', 'a: b\n  c\n  d X e', 'X e'],
    ['plain over blank lines', 'a: b\n\n\n  d X e', 'X e'],
    ['single quotes', "a: 'it''s X ''e'", "X ''e'"],
    ['single quotes inside a word', "a: 'b''cX d'", "X d'"],
    ['single quotes over lines', "a: 'b\n   c\n\n   d X'", "X'"],
    ['double quotes', 'a: "b X c"', 'X c"'],
    ['escapes', 'a: "\\t\\"\\\\\\x41\\u0042\\U00000043\\/ X c"', 'X c"'],
    ['escapes beyond the basic plane', 'a: "\\U0001F600\\uD83D\\uDE00\\U0001f600X c"', 'X c"'],
    ['a continued line', 'a: "b \\\n   c \\\n   X d"', 'X d"'],
    ['a folded line in quotes', 'a: "b\n   c\n   X d"', 'X d"'],
    ['an escaped break', 'a: "b\\nc X d"', 'X d"'],
    ['literal', 'a: |\n  b\n    c\n\n  d X e\n', 'X e'],
    ['literal with a hint of its indentation', 'a: |2-\n    b\n  d X e\n', 'X e'],
    ['literal with a comment in its header', 'a: |+ # why\n  b\n  d X e\n\n', 'X e'],
    ['folded', 'a: >\n  b\n  c\n\n  d X e\n', 'X e'],
    ['folded with more indented lines', 'a: >-\n  b\n    c\n  d X e\n', 'X e'],
    ['flow', 'a: { b: [1, "c X d"] }', 'X d"] }', ['a', 'b', 1]],
    ['a list', 'a:\n  - b\n  - c X d', 'X d', ['a', 1]],
    ['behind an anchor', 'a: &n b X c', 'X c'],
    ['behind a tag', 'a: !!str b X c', 'X c'],
    ['a text of Cyrillic', 'a: "Мария X c"', 'X c"'],
    ['a text beyond the basic plane', 'a: "😀 X c"', 'X c"'],
    ['tabs inside', 'a: "b\tX c"', 'X c"'],
    ['a text that begins with what it looks for', 'a: X', 'X'],
    ['blank space at the beginning of a text', 'a: "   X"', 'X"'],
  ])('in %s', (_, text, rest, path: Path = ['a']) => {
    expect(spotOfX(text, path)).toBe(rest);
    expect(spotOfX(text.replaceAll('\n', '\r\n'), path)).toBe(rest);
  });

  it('of an alias is where the text stands', () => {
    expect(spotOfX('n: &n b X c\na: *n', ['a'])).toBe('X c');
    expect(spotOfX('n: &n { m: "b X c" }\na: *n', ['a', 'm'])).toBe('X c" }');
  });

  it('behind the end is the end, and of what is no text its beginning', () => {
    const document = new Document('test.yaml', 'a: "bc"\nd: [1]');
    expect(document.placeInText(['a'], 99)).toMatchObject({ line: 1, column: 7 });
    expect(document.placeInText(['d'], 1)).toMatchObject({ line: 2, column: 4 });
  });
});

describe('the place of a value', () => {
  const text = '# comment\na:\n  "b c": 1\n  5: [x, { y: z }]\n\nempty:\n';
  const document = new Document('test.yaml', text);

  it.each<[Path, string]>([
    [[], 'a:'],
    [['a'], '"b c": 1'],
    [['a', 'b c'], '1'],
    [['a', '5', 1, 'y'], 'z }]'],
    [['a', 5], '[x, { y: z }]'],
    [['a', 'missing', 'deeper'], '"b c": 1'],
    [['a', '5', 7], '[x, { y: z }]'],
  ])('%j', (path, rest) => {
    expect(restOfLine(text, document.placeOf(path))).toBe(rest);
  });

  it('and of its key', () => {
    expect(restOfLine(text, document.placeOfKey(['a', 'b c']))).toBe('"b c": 1');
    expect(restOfLine(text, document.placeOfKey(['a', 5]))).toBe('5: [x, { y: z }]');
    expect(restOfLine(text, document.placeOfKey(['a', '5', 0]))).toBe('x, { y: z }]');
    expect(restOfLine(text, document.placeOfKey(['empty']))).toBe('empty:');
  });

  it('is written as people and terminals read it', () => {
    expect(formatPath(['operations', 'findCard', 'steps', 0, 'get'])).toBe(
      'operations.findCard.steps[0].get',
    );
    expect(formatPath([])).toBe('');
    expect(formatPlace({ file: 'a.yaml', line: 2, column: 3 })).toBe('a.yaml:2:3');
  });
});

describe('what is broken', () => {
  const findings = (text: string) => new Document('test.yaml', text).findings;

  it.each([
    ['a: b: c', 'Nested mappings are not allowed', 'stands in quotes or in a block after |'],
    ['a: $x ? $y : $z', 'Nested mappings are not allowed', 'stands in quotes or in a block after |'],
    ['a: { b: $x[0], c: 1 }', '', 'inside { } and [ ]'],
    ['a: "open', 'the text that begins with this " never ends', undefined],
    ["a: 'open", "the text that begins with this ' never ends", undefined],
    ['a:\n\t- b', 'Tabs are not allowed', undefined],
    [
      'a: *nobody',
      'this is an alias, and no anchor above it has its name: nobody',
      'begins with * stands in quotes',
    ],
    ['a: "b" & $c', 'Unexpected anchor', 'begins with a quote'],
    ['a: { b: $c ? 1 : 2 }', 'within flow collections', 'inside { } and [ ] a text with ": " in it'],
    ['a: |\n b\nc\nd: 1', '', undefined],
    ['a: 1\n---\nb: 2', 'more than one document', 'put each into a file of its own'],
    ['a: 1\n...\nb: 2', 'more than one document', 'put each into a file of its own'],
    ['a: b: c\nd: *nobody', 'Nested mappings', undefined],
    ['a: b\0c', 'the character U+0000 cannot stand in YAML', 'write \\u0000 in double quotes'],
    ['\0', 'the character U+0000', undefined],
    ['a: 1 # \x1b[31m', 'the character U+001B', undefined],
    ['a: \x85\x84', 'the character U+0084', undefined],
    ['%YAML 9.9\n---\na: %', '', undefined],
  ])('%j gives one telling error', (text, message, hint) => {
    const document = new Document('test.yaml', text);
    const errors = document.findings.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
    if (hint) expect(errors[0]?.hint).toContain(hint);
    expect(errors[0]?.frame).toContain('^');
    expect(document.value).toBeUndefined();
  });

  it('is where an editor shows it, whatever begins and ends the lines', () => {
    for (const text of ['\uFEFFa: b: c\nd: 1\nd: 2', '\uFEFFa: b: c\r\nd: 1\r\nd: 2']) {
      const [error, double] = findings(text);
      expect(error).toMatchObject({ line: 1, column: 4, frame: '1 | a: b: c\n  |    ^\n2 | d: 1' });
      expect(double).toMatchObject({ line: 3, column: 1, frame: '2 | d: 1\n3 | d: 2\n  | ^' });
    }
  });

  it.each([
    ['Windows-1251', Buffer.from('a: 1\nb: \xcf\xf0: {', 'latin1'), 2, 4],
    ['UTF-16', Buffer.from('\uFEFFa: 1\r\n', 'utf16le'), 1, 1],
    ['cut off', Buffer.from('a: 1\nb: Я').subarray(0, -1), 2, 4],
  ])('is a file that is no UTF-8: %s', (_, bytes, line, column) => {
    const document = new Document('test.yaml', bytes);
    expect(document.findings).toEqual([
      expect.objectContaining({ level: 'error', message: 'the file is not UTF-8', line, column }),
    ]);
    expect(document.value).toBeUndefined();
  });

  it('is nothing that YAML allows', () => {
    const { findings, value } = new Document(
      'test.yaml',
      Buffer.from('\uFEFFa: "\\0 \u0085\uFFFD😀\t"\r\n...\r\n'),
    );
    expect(findings).toEqual([]);
    expect(value).toEqual({ a: '\0 \u0085\uFFFD😀\t' });
  });

  it('names every key that stands there twice', () => {
    const places = findings('a: 1\na: 2\nb:\n  c: 1\n  c: 2\n1: d\n"1": e');
    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [2, 1],
      [5, 3],
      [7, 1],
    ]);
  });

  it.each(['', '\n\n', '# only a comment\n', '---\n', '\uFEFF'])(
    '%j, an empty file, has no error of its own',
    text => {
      const document = new Document('test.yaml', text);
      expect(document.findings).toEqual([]);
      expect(document.value ?? null).toBeNull();
      expect(document.placeOf(['a'])).toMatchObject({ file: 'test.yaml', line: 1 });
    },
  );

  it('is an alias bomb', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    const document = new Document('test.yaml', lines.join('\n'));
    expect(document.findings).toEqual([expect.objectContaining({ level: 'error', code: 'yaml' })]);
    expect(document.value).toBeUndefined();
  });

  it('is an alias inside its own anchor', () => {
    const document = new Document('test.yaml', 'a: &a\n  b: *a');
    expect(document.findings).toEqual([expect.objectContaining({ level: 'error', code: 'yaml' })]);
    expect(document.value).toBeUndefined();
  });

  it.each([
    ['c: &c { x: 1 }\na: { b: 2 }\nd:\n  <<: *c\n  b: 2', 4, 3],
    ['d: { <<: [1] }', 1, 6],
    ['<<:', 1, 1],
  ])('is a merge key, of which YAML 1.2 knows nothing: %j', (text, line, column) => {
    expect(findings(text)).toEqual([
      expect.objectContaining({ level: 'error', line, column, message: 'YAML 1.2 has no merge keys (<<)' }),
    ]);
  });

  it('does not hide where the keys stand that it brings', () => {
    const text =
      'crm:\n  x: 1\n  <<: { a: 1, b: [2] }\nshop:\n  <<: [{ c: 2 }, { d: 3 }]\nf: &e { g: 4 }\nh:\n  <<: *e';
    const document = new Document('test.yaml', text);
    expect(document.placeOfKey(['crm', 'a'])).toMatchObject({ line: 3, column: 9 });
    expect(document.placeOf(['crm', 'b', 0])).toMatchObject({ line: 3, column: 19 });
    expect(document.placeOfKey(['shop', 'd'])).toMatchObject({ line: 5, column: 20 });
    expect(document.placeOfKey(['h', 'g'])).toMatchObject({ line: 6, column: 9 });
    expect(document.placeOfKey(['crm', 'none'])).toMatchObject({ line: 2, column: 3 });
    const circle = new Document('test.yaml', 'a: &a\n  <<: { <<: *a }\n');
    expect(circle.placeOf(['a', 'b'])).toMatchObject({ line: 2 });
  });

  it('is no key "<<" in quotes', () => {
    expect(new Document('test.yaml', 'a: { "<<": 1 }').value).toEqual({ a: { '<<': 1 } });
  });

  it('is told where an alias stands that names nothing', () => {
    expect(findings('a: 1\nb: [*c]')).toEqual([expect.objectContaining({ line: 2, column: 5 })]);
  });

  it('is told once, however often it is reported', () => {
    const document = new Document('test.yaml', 'a: &a $x\nb: *a\nc: *a');
    for (const key of ['a', 'b', 'c'])
      document.report('error', 'yaml', document.placeInText([key], 1), 'is wrong');
    document.report('error', 'yaml', document.placeOf(['a']), 'is wrong');
    document.report('error', 'yaml', document.placeOf(['a']), 'is wrong otherwise');
    expect(document.findings.map(({ column, message }) => [column, message])).toEqual([
      [8, 'is wrong'],
      [7, 'is wrong'],
      [7, 'is wrong otherwise'],
    ]);
  });

  it('changes no prototype, and tells the one key that is lost', () => {
    const { value, findings } = new Document(
      'test.yaml',
      '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(findings).toMatchObject([
      { line: 1, column: 1, message: expect.stringMatching(/^__proto__ can be no key/) },
    ]);
  });
});

describe('long numbers', () => {
  it.each([
    ['4700000000000072783'],
    ['-9007199254740993'],
    ['12345678901234567.89'],
    ['123456789012345678.550'],
    ['0.12345678901234567890'],
    ['+4700000000000072783', '4700000000000072783'],
    ['004700000000000072783', '4700000000000072783'],
    ['.12345678901234567890', '0.12345678901234567890'],
    ['12345678901234567890e-2', '123456789012345678.90'],
    ['1.00000000000000000001E+30', '1000000000000000000010000000000'],
    ['0x1FFFFFFFFFFFFFFFFF', '590295810358705651711'],
    ['0o17777777777777777777777777', '75557863725914323419135'],
  ])('%s keeps all its digits', (source, digits = source) => {
    const numeral = new Numeral(digits);
    expect(new Document('test.yaml', `a: ${source}\nb: [${source}]`).value).toEqual({
      a: numeral,
      b: [numeral],
    });
  });

  it.each([
    ['490000000031', 490000000031],
    ['1.50', 1.5],
    ['-007', -7],
    ['+.5', 0.5],
    ['1.', 1],
    ['1e21', 1e21],
    ['0e99999', 0],
    ['0x1F', 31],
    ['9007199254740992', 9007199254740992],
  ])('%s is a number that a double holds', (source, number) => {
    expect(new Document('test.yaml', `a: ${source}`).value).toEqual({ a: number });
  });

  it.each(['.inf', '-.Inf', '.NaN', '1e300000000', '-1E-99999999999999999999'])(
    '%s, which is none in JSON, is the text that it was written as',
    source => {
      expect(new Document('test.yaml', `a: ${source}`).value).toEqual({ a: source });
    },
  );

  it('are keys as they were written', () => {
    const document = new Document(
      'test.yaml',
      '4700000000000072783: a\n4700000000000072784: b\n1.50: c\n007: d',
    );
    expect(document.findings).toEqual([]);
    expect(document.value).toEqual({
      '4700000000000072783': 'a',
      '4700000000000072784': 'b',
      '1.50': 'c',
      '007': 'd',
    });
    expect(document.placeOf(['4700000000000072784'])).toMatchObject({ line: 2, column: 22 });
  });

  it('that lose a plus or zeros are warned of', () => {
    const document = new Document('test.yaml', 'a: +4700000000000072783\nb: 004700000000000072783\n007: c');
    document.reportChangedNumbers();
    expect(document.findings.map(({ line, message }) => [line, message])).toEqual([
      [1, 'YAML reads +4700000000000072783 as the number 4700000000000072783'],
      [2, 'YAML reads 004700000000000072783 as the number 4700000000000072783'],
    ]);
  });

  it('in quotes are texts', () => {
    expect(new Document('test.yaml', 'a: "4700000000000072783"').value).toEqual({ a: '4700000000000072783' });
  });
});

describe('a code frame', () => {
  it('has a line around and a caret, whatever ends the lines', () => {
    const frame = '1 | a:\n2 |   b: c\n  |      ^\n3 | d:';
    expect(codeFrame('a:\n  b: c\nd:\ne:', 2, 6)).toBe(frame);
    expect(codeFrame('a:\r\n  b: c\r\nd:\r\ne:', 2, 6)).toBe(frame);
  });

  it('does nothing to the terminal', () => {
    expect(codeFrame('a\x1b[31m\0b', 1, 1)).toBe('1 | a [31m b\n  | ^');
  });

  it('puts the caret right behind tabs, at the first and at the last line', () => {
    expect(codeFrame('\t\tb', 1, 3)).toBe('1 |   b\n  |   ^');
    expect(codeFrame(`${'\n'.repeat(9)}x`, 10, 1)).toBe(' 9 |\n10 | x\n   | ^');
  });
});

describe('a finding ends', () => {
  it.each([
    ['key: value # why', ['key'], 'value'],
    ['key: "a \\" b" # why', ['key'], '"a \\" b"'],
    ['key: |\n  text', ['key'], '|'],
    ['key: one\n  two', ['key'], 'one'],
    ['key: { a: 1 }', ['key'], '{'],
    ['', [], ''],
  ])('behind what stands there: %s', (text, path, words) => {
    const document = new Document('a.yaml', text);
    document.error('yaml', path, 'wrong');
    const [{ column, endColumn = 0 } = { column: 0 }] = document.findings;
    expect(text.split('\n')[0]?.slice(column - 1, endColumn - 1)).toBe(words);
    expect(endColumn).toBeGreaterThan(column);
  });

  it('behind a word of an expression', () => {
    const document = new Document('a.yaml', 'when: $exists($карта.номер)');
    document.report('error', 'yaml', document.placeInText(['when'], 8), 'wrong');
    expect(document.findings[0]).toMatchObject({ column: 15, endColumn: 27 });
  });

  it('behind a key', () => {
    const document = new Document('a.yaml', 'a: { naem: 1 }');
    document.errorAtKey('unknown-key', ['a', 'naem'], 'wrong');
    expect(document.findings[0]).toMatchObject({ column: 6, endColumn: 10 });
  });

  it('nowhere in what may be a config, where a password may stand', () => {
    const document = new Document('a.yaml', 'users: geheim');
    document.error('yaml', ['users'], 'wrong');
    expect(document.findings[0]?.endColumn).toBeUndefined();
  });
});

it('findings are in the order of a reader', () => {
  const at = (file: string, line: number, column: number) => ({
    file,
    line,
    column,
    level: 'error' as const,
    code: 'yaml' as const,
    message: '',
  });
  const sorted = [at('a', 1, 2), at('a', 2, 1), at('a', 10, 1), at('b', 1, 1)];
  expect(sortFindings(sorted.toReversed())).toEqual(sorted);
});

describe('files that cannot be read', () => {
  it('are told in words', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-'));
    try {
      const problem = (file: string) => Document.read(file).then(() => 'read', fileProblem);
      expect(await problem(join(folder, 'nobody.yaml'))).toBe('no such file');
      expect(await problem(folder)).toBe('it is a folder');
      expect(await problem(join(folder, 'x'.repeat(300)))).toBe('its name is too long');
      const inTheWay = join(folder, 'file');
      await writeFile(inTheWay, '');
      const made = (making: Promise<unknown>) => making.then(() => 'made', fileProblem);
      expect(await made(writeFile(inTheWay, '', { flag: 'wx' }))).toBe('it is there already');
      expect(await made(mkdir(inTheWay))).toBe('a file stands where a folder is needed');
      await writeFile(join(folder, 'latin.yaml'), Buffer.from('a: \xe9', 'latin1'));
      const { findings } = await Document.read(join(folder, 'latin.yaml'));
      expect(findings).toEqual([expect.objectContaining({ message: 'the file is not UTF-8' })]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    new Error('a bug'),
    Object.assign(new Error('taken'), { code: 'EACCES', syscall: 'listen' }),
    'text',
    undefined,
  ])('%s is no error of the file system', error => {
    expect(fileProblem(error)).toBeUndefined();
  });
});
