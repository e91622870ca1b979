import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CardKeeper } from '../../cards/keeper.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { type Progress, withProgress } from '../progress.js';
import { counted } from '../report.js';
import { UsageError } from '../usage.js';
import { wholeNumber } from './list.js';
import { type CardsConfig, type CardsOptions, configOption, printJson, withCards } from './open.js';
import { writeZip } from './write-zip.js';

interface Options extends CardsOptions {
  readonly reserve?: number;
  readonly force?: boolean;
}

export function addExport(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('export')
    .description('write a registry of numbers for Koshelek to give out by itself: a zipped CSV')
    .argument('<archive>', 'the file to write, such as registry.zip')
    .option(...configOption)
    .option('--reserve <count>', 'first reserve so many free numbers without an end', wholeNumber)
    .option('--force', 'write over a file that is there')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      exit(await exportTo(file, options, io));
    });
}

async function exportTo(file: string, options: Options, io: Io): Promise<ExitCode> {
  const target = resolve(io.cwd, file);
  // Before numbers are reserved for it.
  await checkPlace(file, target, options);
  return await withCards(options, io, (keeper, cards) =>
    withProgress(io, !options.json, progress => {
      return exportCards(keeper, cards, { file, target, progress, options }, io);
    }),
  );
}

async function checkPlace(file: string, target: string, { force }: Options): Promise<void> {
  const there = await stat(target).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`cannot write ${file}: it is a folder`);
  if (there && !force) throw new UsageError(`${file} is there already: --force writes over it`);
  await access(dirname(target), constants.W_OK).catch(() => {
    throw new UsageError(`cannot write ${file}: its folder is not there, or cannot be written to`);
  });
}

interface Wanted {
  readonly file: string;
  readonly target: string;
  readonly progress: Progress;
  readonly options: Options;
}

async function exportCards(
  keeper: CardKeeper,
  { barcode }: CardsConfig,
  { file, target, progress, options: { reserve = 0, json } }: Wanted,
  io: Io,
): Promise<ExitCode> {
  if (reserve > 0) await keeper.reserveForExport(reserve);
  let numbers = 0;
  const chunks = keeper.exported()[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) {
    const none = 'no number is reserved without an end: --reserve <count> reserves free ones';
    io.stderr.write(`loyalty-gw: nothing was exported: ${none}\n`);
    return ExitCode.failed;
  }
  async function* lines() {
    yield 'number;barcodeType\r\n';
    for (let next: IteratorResult<readonly string[]> = first; !next.done; next = await chunks.next()) {
      yield next.value.map(number => `${number};${barcode}\r\n`).join('');
      numbers += next.value.length;
      progress.tell(`${numbers} numbers`);
    }
  }
  try {
    await writeZip(target, `${basename(file).replace(/\.zip$/i, '')}.csv`, lines());
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const kept = reserve > 0 ? `; the ${counted(reserve, 'number')} stay reserved, for the next export` : '';
    throw new UsageError(`cannot write ${file}: ${code}${kept}`, { cause: error });
  }
  if (json) printJson({ file, numbers, reserved: reserve }, io);
  else {
    const fresh = reserve > 0 ? `, ${reserve} of them reserved now` : '';
    progress.print(`wrote ${counted(numbers, 'number')} to ${file}${fresh}\n`);
  }
  return ExitCode.done;
}

const help = `
Koshelek can be given a list of numbers that it gives out without asking for each. The archive holds one file, CSV in
UTF-8 with ; and a header: number;barcodeType. Which columns Koshelek wants is not known to us: compare them with what
you have agreed on. It holds all numbers that are reserved without an end, those of earlier exports, too. Nobody else
gets them; loyalty-gw cards release takes one back.

Examples:
  loyalty-gw cards export registry.zip --reserve 5000 --config loyalty-gw.yaml
  loyalty-gw cards export registry.zip --force -c loyalty-gw.yaml`;
