import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { readNumberFile } from '../../src/cards/number-file.js';
import { describeProperties } from './property.js';

/** Of files with card numbers: in whatever layout they come, all of them are read, and nothing else. */
export function numberFileProperties(times: number): void {
  describeProperties('files of card numbers', times, property => {
    property('are read as they were written, in any layout', 300, async runs => {
      const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-numbers-'));
      const file = join(folder, 'cards.csv');
      try {
        await fc.assert(
          fc.asyncProperty(list, layout, async ({ barcodeType, numbers, neighbours }, layout) => {
            await writeFile(file, fileOf(numbers, neighbours, layout));
            const column = { name: 'card', place: String(layout.place + 1), not: undefined }[layout.named];
            const read = await readNumberFile(file, { barcodeType, column });
            expect([...read.numbers.keys()]).toEqual(numbers);
            expect([read.malformed.count, read.repeated.count]).toEqual([0, 0]);
          }),
          runs,
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}

function ean(digits: string): string {
  const sum = [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 1 : 3), 0);
  return digits + ((1_000 - sum) % 10);
}

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length }).map(ean);

const anything = fc
  .string({ unit: fc.constantFrom(...'0123456789abcXYZ-'), minLength: 1, maxLength: 64 })
  .filter(text => /\d/.test(text));

const neighbour = fc.oneof(
  fc.constant(''),
  fc.string({ unit: fc.constantFrom(...'Аня 1;,\t"\n\r|\''), maxLength: 8 }),
);

const list = fc
  .constantFrom(['EAN_13', digits(12)], ['EAN_8', digits(7)], ['UPC_A', digits(11)], ['CODE_128', anything])
  .chain(([barcodeType, number]) =>
    fc.record({
      barcodeType: fc.constant(barcodeType as 'EAN_13'),
      numbers: fc.uniqueArray(number as fc.Arbitrary<string>, { minLength: 1, maxLength: 40 }),
      neighbours: fc.array(neighbour, { minLength: 2, maxLength: 5 }),
    }),
  );

const layout = fc
  .record({
    delimiter: fc.constantFrom(';', ',', '\t'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    charset: fc.constantFrom('plain', 'marked', 'utf16'),
    place: fc.constantFrom(0, 1, 2),
    isQuoted: fc.boolean(),
    blankLines: fc.boolean(),
    named: fc.constantFrom('name', 'place', 'not' as const),
    hasHeader: fc.boolean(),
  })
  .map(given => ({
    ...given,
    place: given.named === 'not' ? 0 : given.place,
    hasHeader: given.hasHeader || given.named === 'name',
  }));

type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

function fileOf(numbers: readonly string[], neighbours: readonly string[], layout: Layout): Buffer {
  const { delimiter, lineBreak, charset, place, isQuoted, blankLines, hasHeader } = layout;
  const cell = (text: string) =>
    isQuoted || /["\n\r;,\t]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lineOf = (number: string, at: number) =>
    Array.from({ length: 3 }, (_, column) =>
      column === place ? number : (neighbours[(at + column) % neighbours.length] ?? ''),
    )
      .map(cell)
      .join(delimiter);
  const header = ['a', 'b', 'c'].with(place, 'card').map(cell).join(delimiter);
  const lines = [...(hasHeader ? [header] : []), ...numbers.map(lineOf)];
  const text = lines.join(blankLines ? lineBreak + lineBreak : lineBreak) + lineBreak;
  return Buffer.from(charset === 'plain' ? text : `\ufeff${text}`, charset === 'utf16' ? 'utf16le' : 'utf8');
}
