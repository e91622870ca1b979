import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CardKeeper } from '../../cards/keeper.js';
import { type NumberFile, NumberFileError, readNumberFile, type Troubles } from '../../cards/number-file.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { type Progress, withProgress } from '../progress.js';
import { counted } from '../report.js';
import { painter } from '../style.js';
import { readable, UsageError } from '../usage.js';
import {
  type CardsConfig,
  type CardsOptions,
  configOption,
  printJson,
  readCards,
  withKeeper,
} from './open.js';

interface Options extends CardsOptions {
  readonly column?: string;
  readonly skipKnown?: boolean;
}

/** So many go to the store at a time. */
const CHUNK = 5_000;

export function addImport(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('import')
    .description('put the numbers of a CSV file, or of a plain list, into the pool')
    .argument('<list>', 'the file, a number in each line')
    .option(...configOption)
    .option('--column <name>', 'the column of the numbers, by its name in the first line or as 1, 2, …', '1')
    .option('--skip-known', 'import the others when some are in the store already')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      exit(await importFile(file, options, io));
    });
}

async function importFile(file: string, options: Options, io: Io): Promise<ExitCode> {
  const cards = await readCards(options, io);
  if (!cards) return ExitCode.failed;
  return await withProgress(io, !options.json, async progress => {
    const read = await readList(file, cards, options, progress, io);
    // Before the store is opened: a file that is wrong need not wait for it.
    if (!isSound(read)) return refuse(file, read, options, io);
    return await withKeeper(cards, io, keeper => putInto(keeper, file, read, options, progress, io));
  });
}

async function readList(
  file: string,
  { barcode }: CardsConfig,
  { column }: Options,
  { tell }: Progress,
  io: Io,
): Promise<NumberFile> {
  const onLine = (line: number) => tell(`${file}: line ${line}`);
  try {
    const reading = readNumberFile(resolve(io.cwd, file), { barcodeType: barcode, column, onLine });
    return await readable(file, reading);
  } catch (error) {
    if (!(error instanceof NumberFileError)) throw error;
    throw new UsageError(`${file} cannot be imported: ${error.message}`, { cause: error });
  }
}

function isSound({ numbers, malformed, repeated }: NumberFile): boolean {
  return numbers.size > 0 && malformed.count + repeated.count === 0;
}

function refuse(file: string, read: NumberFile, { json }: Options, io: Io): ExitCode {
  const { header, malformed, repeated } = read;
  if (json) {
    printJson({ imported: 0, header, malformed, repeated }, io);
    return ExitCode.failed;
  }
  const reasons = [
    ...(malformed.count > 0 ? [`${counted(malformed.count, 'line')} without a number that can be used`] : []),
    ...(repeated.count > 0 ? [`${counted(repeated.count, 'number')} that stood there before`] : []),
  ];
  io.stdout.write(
    [
      ...headerLines(file, read),
      ...troubleLines(file, malformed, io),
      ...troubleLines(file, repeated, io),
      `nothing was imported: ${file} has ${reasons.join(' and ') || 'no numbers'}\n`,
    ].join(''),
  );
  return ExitCode.failed;
}

function troubleLines(file: string, { first, count }: Troubles, io: Io): string[] {
  const paint = painter(io.color);
  const lines = first.map(({ line, text, problem }) => {
    const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    return `${paint('bold', `${file}:${line}`)} ${shown} ${problem}\n`;
  });
  return count > first.length ? [...lines, `… and ${count - first.length} more such lines\n`] : lines;
}

function headerLines(file: string, { header }: NumberFile): string[] {
  return header === undefined ? [] : [`${file}:1 ${JSON.stringify(header)} is taken for a header\n`];
}

async function putInto(
  keeper: CardKeeper,
  file: string,
  read: NumberFile,
  { skipKnown = false, json }: Options,
  progress: Progress,
  io: Io,
): Promise<ExitCode> {
  const { numbers, header, malformed, repeated } = read;
  const { imported, known, knownCount } = await keeper.import(chunksOf(numbers, progress), { skipKnown });
  const isRefused = knownCount > 0 && !skipKnown;
  const code = isRefused ? ExitCode.failed : ExitCode.done;
  if (json) {
    printJson({ imported, header, malformed, repeated, known: { count: knownCount, first: known } }, io);
    return code;
  }
  const lines = headerLines(file, read);
  if (isRefused) {
    lines.push(
      ...known.map(number => `${file}:${numbers.get(number)} "${number}" is in the store already\n`),
    );
    if (knownCount > known.length) lines.push(`… and ${knownCount - known.length} more such lines\n`);
    const all = `${counted(knownCount, 'number')} of ${file} ${knownCount === 1 ? 'is' : 'are'} in the store already`;
    lines.push(`nothing was imported: ${all}; --skip-known imports the others\n`);
  } else {
    lines.push(`imported ${counted(imported, 'number')} from ${file}\n`);
    if (knownCount > 0)
      lines.push(`skipped ${knownCount} that ${knownCount === 1 ? 'was' : 'were'} in the store already\n`);
  }
  progress.print(lines.join(''));
  return code;
}

async function* chunksOf(numbers: ReadonlyMap<string, number>, { tell }: Progress) {
  let chunk: string[] = [];
  let done = 0;
  for (const number of numbers.keys()) {
    chunk.push(number);
    if (chunk.length < CHUNK) continue;
    tell(`${done} of ${numbers.size} numbers`);
    yield chunk;
    done += chunk.length;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
  tell(`${numbers.size} numbers are put into the store`);
}

const help = `
CSV with ; or , or tabs, with or without quotes and a header, in UTF-8 or as spreadsheets save it. Every number is
looked at: with barcode EAN_13, EAN_8 or UPC_A it has the digits and the check digit of that; else digits, letters from
A to Z and -, at most 64. All numbers are imported, or none: when a line is no number, or a number comes twice, or is in
the store already, the lines are told and the exit code is 1.

The gateway may run meanwhile, and gives out the new numbers as soon as all are there.

Examples:
  loyalty-gw cards import numbers.csv --config loyalty-gw.yaml
  loyalty-gw cards import customers.csv --column "card number" -c loyalty-gw.yaml
  loyalty-gw cards import more.csv --skip-known -c loyalty-gw.yaml --json`;
