import { confirm } from '@clack/prompts';
import { type Command, Option } from 'commander';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { canAsk, withQuestions } from '../questions.js';
import { UsageError } from '../usage.js';
import { type CardsOptions, configOption, printJson, withCards } from './open.js';

interface Options extends CardsOptions {
  readonly as?: 'issued' | 'free';
  readonly yes?: boolean;
}

export function addSettle(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('settle')
    .description('say of a doubtful number what you found in the CRM')
    .argument('<number>', 'the number')
    .option(...configOption)
    .addOption(
      new Option('--as <state>', 'issued: somebody has it there; free: nobody has (required)').choices([
        'issued',
        'free',
      ]),
    )
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (number: string, options: Options) => {
      exit(await settle(number, options, io));
    });
}

async function settle(number: string, { as, yes, ...options }: Options, io: Io): Promise<ExitCode> {
  if (as === undefined) throw new UsageError('say what you found in the CRM: --as issued or --as free');
  if (!yes && !canAsk(io)) {
    throw new UsageError('nobody can be asked here whether this is certain: say so by --yes');
  }
  return withCards(options, io, async keeper => {
    const before = await keeper.find(number);
    const isSure = before?.state !== 'doubtful' || yes || (await isCertain(number, as, io));
    if (!isSure) {
      io.stderr.write('nothing was changed\n');
      return ExitCode.interrupted;
    }
    const outcome = await keeper.settleByHand(number, as);
    const isSettled = outcome === 'settled';
    const state = outcome === 'settled' ? as : outcome?.state;
    const now = state === undefined ? 'is not in the store' : `is ${state}`;
    const message = isSettled ? now : `${now}: only what is doubtful can be settled, so nothing was changed`;
    if (options.json) printJson({ number, state, isSettled, message }, io);
    else io.stdout.write(`${number} ${message}\n`);
    return isSettled ? ExitCode.done : ExitCode.failed;
  });
}

const questions = {
  issued: 'for ever, to the person who claimed it. Does he have it in the CRM?',
  free: 'and somebody else may get it. Is it certain that nobody has it in the CRM, and that no write is under way?',
} as const;

/** A wrong answer gives a card to two people, or takes it from one. */
async function isCertain(number: string, as: 'issued' | 'free', io: Io): Promise<boolean> {
  const message = `${number} will be ${as}, ${questions[as]}`;
  // Cancelled, it gives a symbol.
  return (await withQuestions(io, streams => confirm({ message, initialValue: false, ...streams }))) === true;
}

const help = `
Look in the CRM first. What is issued stays so for ever. What is free may be given to somebody else at once: if the
CRM still gets the write that was on its way, two people have the number. Wait as long as a reservation holds.

It asks whether you are certain; where nobody sits at a terminal, --yes says so.

Examples:
  loyalty-gw cards settle 2900000000018 --as issued --config loyalty-gw.yaml
  loyalty-gw cards settle 2900000000018 --as free -c loyalty-gw.yaml --yes`;
