import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { suggestion } from '../document/nearest.js';
import type { BarcodeType } from '../loyalty-api/barcodes.js';
import { numberProblem } from './number-problem.js';

/** What stands in a file of card numbers. */
export interface NumberFile {
  /** Each number that is one, with its line. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The first line, where it is none of numbers. */
  readonly header?: string;
  readonly malformed: Troubles;
  /** Numbers that stand in the file already. */
  readonly repeated: Troubles;
}

/** The first of them, and how many there are. */
export interface Troubles {
  readonly count: number;
  readonly first: readonly Trouble[];
}

export interface Trouble {
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

/** A file in which no numbers can be looked for: the message ends the sentence "x cannot be imported: ...". */
export class NumberFileError extends Error {
  override readonly name = 'NumberFileError';
}

export interface NumberFileOptions {
  readonly barcodeType: BarcodeType;
  /** The column of the numbers, by the name in the first line or by its place from 1 on; the first by default. */
  readonly column?: string;
  /** Called now and then with the line that is being read. */
  readonly onLine?: (line: number) => void;
}

/** Of each kind of trouble. */
const SHOWN = 20;

/** A line that is longer holds a quote that is never closed, which would let the rest of the file be one text. */
const LONGEST_LINE = 100_000;

/**
 * Reads a list of card numbers, a line each: CSV with `;`, `,` or tabs, with or without quotes and a header, of any
 * system. All that is wrong in it is told at once. Errors of the file system pass through.
 *
 * @throws NumberFileError
 */
export async function readNumberFile(file: string, options: NumberFileOptions): Promise<NumberFile> {
  const numbers = new Map<string, number>();
  const malformed = new Kept();
  const repeated = new Kept();
  // Read once, from the beginning to the end: it may be a pipe.
  const source = createReadStream(file);
  const chunks: AsyncIterableIterator<Buffer> = source[Symbol.asyncIterator]();
  const start = await startOf(chunks);
  const delimiter = delimiterOf(start);
  let parsed = 0;
  const parser = parse({
    // What is parsed and not read yet is gone with an error.
    on_record: (record, { lines }) => {
      parsed = lines;
      return record;
    },
    bom: true,
    delimiter,
    info: true,
    trim: true,
    // A quote in the middle is a mistake in one line. Without this the lines that follow would be lost.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_LINE,
  });
  const content = Readable.from(wholeOf(start, chunks), { objectMode: false });
  content.on('error', error => parser.destroy(error));
  content.pipe(parser);

  let header: string | undefined;
  let column: number | undefined;
  let widest = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Line>) {
      const line = info.lines;
      if (line % 1_000 === 0) options.onLine?.(line);
      const isFirst = column === undefined;
      column ??= columnIn(record, options.column);
      widest = Math.max(widest, record.length);
      const text = record[column]?.trim() ?? '';
      if (isFirst && isHeader(text, options.column)) {
        header = text;
        continue;
      }
      const problem = numberProblem(text, options.barcodeType);
      const before = numbers.get(text);
      if (problem !== undefined) malformed.add({ line, text, problem });
      else if (before !== undefined)
        repeated.add({ line, text, problem: `it stands in line ${before} already` });
      else numbers.set(text, line);
    }
    // Not by the first line: above the columns may stand a title.
    if (column !== undefined && column >= widest) throw new NumberFileError(tooFar(column, widest));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    malformed.add({
      line: parsed + 1,
      text: '"',
      problem: 'a quote begins here, or below, that is not closed',
    });
  } finally {
    content.destroy();
    source.destroy();
  }
  return { numbers, header, malformed, repeated };
}

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

class Kept implements Troubles {
  count = 0;
  readonly first: Trouble[] = [];

  add(trouble: Trouble): void {
    this.count += 1;
    if (this.first.length < SHOWN) this.first.push(trouble);
  }
}

/** By its name in the first line, or by its place. */
function columnIn(first: readonly string[], wanted: string | undefined): number {
  if (wanted === undefined) return 0;
  // Not looked for among the names: a cell of the first line may be a number, too.
  if (isPlace(wanted)) return Number(wanted) - 1;
  const names = first.map(name => name.trim());
  const named = names.indexOf(wanted);
  if (named !== -1) return named;
  const known = `the first line has ${names.map(name => JSON.stringify(name)).join(', ')}`;
  const garbled = names.some(name => name.includes('\ufffd'))
    ? '; it is not UTF-8, so say at which place the column is, such as --column 2'
    : '';
  throw new NumberFileError(`there is no column "${wanted}"; ${suggestion(wanted, names, known)}${garbled}`);
}

function tooFar(column: number, widest: number): string {
  return `there is no column ${column + 1}; the file has ${widest === 1 ? '1 column' : `${widest} columns`}`;
}

function isPlace(column: string): boolean {
  return /^[1-9]\d{0,3}$/.test(column);
}

/** Without a digit it is no number that anybody would have; whoever imports is told. */
function isHeader(text: string, column: string | undefined): boolean {
  const isName = text === column && !isPlace(text);
  return text !== '' && (isName || !/\d/.test(text));
}

/** Bytes of a file that tell how it is written. */
const START = 65_536;

async function startOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < START) {
    const { value, done } = await chunks.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  return start;
}

async function* wholeOf(start: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* others;
}

/**
 * What stands between the columns: what the first line has most of.
 *
 * @throws NumberFileError
 */
function delimiterOf(start: Buffer): string {
  if (start.toString('latin1', 0, 2) === 'PK')
    throw new NumberFileError('it is the file of a spreadsheet, or an archive: save it as CSV');
  const isUtf16 = start[0] === 0xff && start[1] === 0xfe;
  const text = start.toString(isUtf16 ? 'utf16le' : 'utf8', 0, START);
  const unquoted = text.replace(/"[^"]*"/g, '');
  const [, first = ''] = /^\ufeff?(?: *[\r\n])*([^\r\n]*)/.exec(unquoted) ?? [];
  const counts = DELIMITERS.map(each => first.split(each).length - 1);
  const most = Math.max(...counts);
  // The comma of 2,9E+12 is no delimiter.
  const isOne = most > 0 && !/^\d,\d+E\+\d+$/i.test(first.trim());
  return (isOne && DELIMITERS[counts.indexOf(most)]) || ';';
}

const DELIMITERS = [';', '\t', ','];
