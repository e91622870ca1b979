import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NumberFileError, type NumberFileOptions, readNumberFile } from '../../src/cards/number-file.js';
import { folderOf } from '../config/reading.js';

const [first, second, third] = ['2900000000001', '2900000000018', '2900000000025'];

function read(content: string | Uint8Array, options: Partial<NumberFileOptions> = {}) {
  return readNumberFile(join(folderOf({ 'cards.csv': content }), 'cards.csv'), {
    barcodeType: 'EAN_13',
    ...options,
  });
}

describe('the numbers of a file', () => {
  it.each<[string, string | Uint8Array, string?]>([
    ['a plain list', `${first}\n${second}\n${third}`],
    ['CRLF, an empty line, a line break at the end', `${first}\r\n\r\n${second}\r\n${third}\r\n`],
    ['CR alone', `${first}\r${second}\r${third}\r`],
    ['a byte order mark and a header', `\ufeffНомер карты\n${first}\n${second}\n${third}\n`],
    ['semicolons, quotes, blanks', `number;name\n"${first}";"A; B"\n ${second} ;C\n${third}\n;;\n`],
    ['commas, and none in some lines', `${first},x\n${second}\n${third},"a ""b"" c, d"\n`],
    [
      'tabs in UTF-16, as spreadsheets save',
      Buffer.from(`\ufeffcard\tn\r\n${first}\t1\r\n${second}\t\r\n${third}\t3\r\n`, 'utf16le'),
    ],
    ['a column by its name', `name;card\nAnn;${first}\n"B\n;C";${second}\n;${third}\n`, 'card'],
    ['a column by its place', `Ann;${first}\nBob;${second}\n;${third}\n`, '2'],
    ['a column by its place, below a header', `имя;карта\nAnn;${first}\nBob;${second}\n;${third}\n`, '2'],
    [
      'a column by its place, of a file in another charset',
      Buffer.from(`\xe8\xec\xff;\xea\nA;${first}\nB;${second}\nC;${third}\n`, 'latin1'),
      '2',
    ],
  ])('%s', async (_, content, column) => {
    const { numbers, malformed, repeated } = await read(content, column === undefined ? {} : { column });
    expect([[...numbers.keys()], malformed.first, repeated.first]).toEqual([[first, second, third], [], []]);
  });

  it('come through a pipe as well', async () => {
    const pipe = join(folderOf({}), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reading = readNumberFile(pipe, { barcodeType: 'EAN_13' });
    await writeFile(pipe, `card,name\n${first},Ann\n${second},Bob\n`);
    expect([...(await reading).numbers.keys()]).toEqual([first, second]);
  });

  it('tells what it took for a header', async () => {
    expect((await read(`card\n${first}\n`)).header).toBe('card');
    expect((await read(`${first}\n`)).header).toBeUndefined();
    expect((await read(`card 1\n${first}\n`, { column: 'card 1' })).header).toBe('card 1');
  });

  it('takes a number that is the same as the place of its column for a number', async () => {
    const { numbers, header } = await read(';2;\n;0;\n', { column: '2', barcodeType: 'CODE_128' });
    expect([[...numbers.keys()], header]).toEqual([['2', '0'], undefined]);
  });

  it('may be none', async () => {
    expect((await read('')).numbers.size).toBe(0);
    expect((await read('\n \n')).numbers.size).toBe(0);
  });
});

const asText = 'make the column one of text before the numbers come into it, and export again';

describe('what is no number is told with its line', () => {
  it.each<[string, string, NumberFileOptions['barcodeType']?]>([
    ['2.9E+12', `a spreadsheet has rounded it, its digits are lost: ${asText}`],
    ['"2,90001E+12"', `a spreadsheet has rounded it, its digits are lost: ${asText}`],
    ['2,9E+12', `a spreadsheet has rounded it, its digits are lost: ${asText}`, 'CODE_128'],
    ['2900000000018.0', `a spreadsheet took it for an amount: ${asText}`],
    ['"2900000000018,00"', `a spreadsheet took it for an amount: ${asText}`, 'CODE_128'],
    ['4600000000015x', 'EAN_13 has digits only'],
    ['="2900000000018"', 'there are signs around it by which a spreadsheet marks a text: leave them out'],
    ["'2900000000018", 'there are signs around it by which a spreadsheet marks a text: leave them out'],
    ['2 900 000 000 018', 'there are signs between its digits: leave them out'],
    ['290000000018', 'EAN_13 has 13 digits, not 12'],
    [
      '12345670',
      `it would be right as 000012345670, so a spreadsheet took its leading zeros away: ${asText}`,
      'UPC_A',
    ],
    [
      '36000291452',
      `it would be right as 036000291452, so a spreadsheet took its leading zeros away: ${asText}`,
      'UPC_A',
    ],
    ['2900000000019', 'its check digit is wrong for EAN_13'],
    ['1', 'EAN_8 has 8 digits, not 1', 'EAN_8'],
    ['VIP 15', 'it has characters that no barcode has', 'CODE_128'],
    ['a/15', 'a card number has only digits, letters from A to Z, and -', 'QR_CODE'],
    ['2'.repeat(65), 'a card number has at most 64 characters', 'CODE_128'],
    ['anonymous', "this is a word of the API's routes, and no card number", 'CODE_128'],
    [';x', 'there is no number'],
    ['290"0', 'EAN_13 has digits only'],
  ])('%s', async (text, problem, barcodeType = 'EAN_13') => {
    const { malformed, numbers } = await read(`number\n\n${text}\n`, { barcodeType });
    expect(malformed).toMatchObject({ count: 1, first: [{ line: 3, problem }] });
    expect([...numbers]).toEqual([]);
  });

  it('what stands in it twice, with both lines', async () => {
    expect((await read(`${first}\n${second}\n "${first}"\n`)).repeated).toEqual({
      count: 1,
      first: [{ line: 3, text: first, problem: 'it stands in line 1 already' }],
    });
  });

  it('a line that is too short', async () => {
    const { malformed } = await read(`name;card\nAnn\nBob;${first}\n`, { column: 'card' });
    expect(malformed.first).toEqual([{ line: 2, text: '', problem: 'there is no number' }]);
  });

  it('the first twenty, and how many there are', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? first : `x${index}`));
    const { malformed, repeated } = await read(lines.join('\n'));
    expect([malformed.count, malformed.first.length, malformed.first.at(-1)?.line]).toEqual([30, 20, 40]);
    expect([repeated.count, repeated.first.length, repeated.first.at(-1)?.line]).toEqual([29, 20, 41]);
  });

  it.each([
    ['at the end', `${first}\n"${second}\n`],
    ['before more than a line can hold', `${first}\n"${second}\n${`${third}\n`.repeat(20_000)}`],
  ])('a quote that is not closed, %s', async (_, text) => {
    expect((await read(text)).malformed.first).toEqual([
      { line: 2, text: '"', problem: 'a quote begins here, or below, that is not closed' },
    ]);
  });
});

describe('a file in which no numbers can be looked for', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['without the column', 'name;card\n', 'there is no column "crad"; did you mean card?'],
    [
      'with other columns',
      'name;"a ""b"""\n',
      'there is no column "crad"; the first line has "name", "a \\"b\\""',
    ],
    [
      'in another charset',
      Buffer.from('\xea;\xe8\n', 'latin1'),
      'there is no column "crad"; the first line has "\ufffd", "\ufffd"; it is not UTF-8, so say at which place the column is, such as --column 2',
    ],
    ['of a spreadsheet', 'PK\u0003\u0004', 'it is the file of a spreadsheet, or an archive: save it as CSV'],
  ])('%s', async (_, content, message) => {
    await expect(read(content, { column: 'crad' })).rejects.toThrow(new NumberFileError(message));
  });

  it.each([
    ['name;card\nAnn;1\nBob;2\n', '9', 'there is no column 9; the file has 2 columns'],
    [`${first}\n${second}\n`, '2', 'there is no column 2; the file has 1 column'],
  ])('without a column at that place: %j', async (content, column, message) => {
    await expect(read(content, { column })).rejects.toThrow(new NumberFileError(message));
  });

  it('may have a title above its columns', async () => {
    const { numbers, malformed } = await read(`Cards of 2026\nAnn;${first}\n`, { column: '2' });
    expect([[...numbers.keys()], malformed.count]).toEqual([[first], 1]);
  });

  it('is not there, or is a folder', async () => {
    const options = { barcodeType: 'EAN_13' } as const;
    await expect(readNumberFile('/nowhere.csv', options)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readNumberFile('/', options)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
