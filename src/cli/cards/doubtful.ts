import type { Command } from 'commander';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { counted } from '../report.js';
import { table } from '../table.js';
import { type CardsOptions, configOption, printJson, timeText, withCards } from './open.js';
import { cardAsJson } from './pages.js';

/** More than a person goes through by hand. */
const MOST = 1_000;

export function addDoubtful(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('doubtful')
    .description('list numbers of which nobody knows whether somebody has them')
    .option(...configOption)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (options: CardsOptions) => {
      exit(await doubtful(options, io));
    });
}

function doubtful(options: CardsOptions, io: Io): Promise<ExitCode> {
  return withCards(options, io, async keeper => {
    const found = await keeper.list({ state: 'doubtful', limit: MOST + 1 });
    const shown = found.slice(0, MOST);
    const isCut = found.length > MOST;
    if (options.json) {
      printJson({ cards: shown.map(cardAsJson), isCut }, io);
      return ExitCode.done;
    }
    if (shown.length === 0) {
      io.stdout.write('no number is doubtful\n');
      return ExitCode.done;
    }
    const rows = shown.map(({ number, since, looks }) => [number, timeText(since), counted(looks, 'time')]);
    io.stdout.write(`${table([['number', 'since', 'asked the CRM'], ...rows])}\n`);
    if (isCut) io.stdout.write(`there are more than ${MOST}\n`);
    io.stdout.write(
      '\nThe gateway goes on asking. Of one that stays, look in the CRM who has it, then say so:\n' +
        '  loyalty-gw cards settle <number> --as issued, or --as free\n',
    );
    return ExitCode.done;
  });
}

const help = `
A number is doubtful when a write to the CRM that might have given it to somebody had no answer, or the gateway ended
in the middle of it. While the gateway runs it asks the CRM who has the number, by cards.verify of the mapping, and
nobody gets it before it knows. Times are UTC.

Examples:
  loyalty-gw cards doubtful --config loyalty-gw.yaml
  loyalty-gw cards doubtful -c loyalty-gw.yaml --json`;
