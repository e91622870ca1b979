import type { Command } from 'commander';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { painter } from '../style.js';
import { table } from '../table.js';
import { type CardsOptions, configOption, printJson, storeName, withCards } from './open.js';

export function addStatus(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('status')
    .description('tell how many numbers are in which state')
    .option(...configOption)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (options: CardsOptions) => {
      exit(await status(options, io));
    });
}

function status(options: CardsOptions, io: Io): Promise<ExitCode> {
  return withCards(options, io, async (keeper, cards) => {
    const counts = await keeper.status();
    const source = cards.series ? 'series' : 'pool';
    const { warnBelow } = cards;
    const isLow = counts.free < warnBelow;
    const database = storeName(cards, io);
    if (options.json) {
      printJson({ database, source, counts, warnBelow, isLow }, io);
      return ExitCode.done;
    }
    const paint = painter(io.color);
    const rows = Object.entries(counts).map(([state, count]) => [state, String(count)]);
    io.stdout.write(
      `card numbers of a ${source}, in ${database}\n\n${table([['state', 'numbers'], ...rows])}\n`,
    );
    if (isLow) {
      const more = cards.series ? 'begin another series' : 'import more';
      io.stdout.write(
        `\n${paint('yellow', 'warning')}: fewer than ${warnBelow} numbers are free (warnBelow): ${more} before they run out\n`,
      );
    }
    if (counts.doubtful > 0) io.stdout.write('\nwhat is doubtful is told by loyalty-gw cards doubtful\n');
    return ExitCode.done;
  });
}

const help = `
  free      never given out, or free again
  reserved  for a while, or without an end for an exported registry
  expired   was reserved, and is given out when no fresh number is left
  issuing   is being given to somebody at this moment
  issued    somebody has it, for ever
  doubtful  a write to the CRM had no answer: the gateway asks the CRM who has it

Examples:
  loyalty-gw cards status --config loyalty-gw.yaml
  loyalty-gw cards status -c loyalty-gw.yaml --json`;
