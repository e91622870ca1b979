import type { Command } from 'commander';
import type { StoredCard } from '../../cards/stock.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { type CardsOptions, configOption, printJson, timeText, withCards } from './open.js';
import { cardAsJson } from './pages.js';

export function addRelease(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('release')
    .description('make reserved numbers free')
    .argument('<numbers...>', 'the numbers')
    .option(...configOption)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (numbers: string[], options: CardsOptions) => {
      exit(await release(numbers, options, io));
    });
}

function release(numbers: readonly string[], options: CardsOptions, io: Io): Promise<ExitCode> {
  return withCards(options, io, async keeper => {
    const results = [];
    for (const number of numbers) {
      const outcome = await keeper.release(number);
      const isReleased = outcome === 'released';
      const message = isReleased ? 'is free' : whyNot(outcome);
      const card = isReleased || !outcome ? { number } : cardAsJson(outcome);
      results.push({ ...card, isReleased, message });
    }
    if (options.json) printJson({ cards: results }, io);
    else for (const { number, message } of results) io.stdout.write(`${number} ${message}\n`);
    return results.every(({ isReleased }) => isReleased) ? ExitCode.done : ExitCode.failed;
  });
}

function whyNot(card: StoredCard | undefined): string {
  if (card === undefined) return 'is not in the store';
  const since = `is ${card.state} since ${timeText(card.since)}`;
  switch (card.state) {
    case 'free':
      return 'was free before';
    case 'issued':
      return `${since}, and stays so for ever`;
    case 'issuing':
      return `${since}: somebody is getting it at this moment; look again in a minute`;
    case 'doubtful':
      return `${since}: look in the CRM who has it, and say so by loyalty-gw cards settle`;
    default:
      // It was reserved between the two looks.
      return `${since}: try again`;
  }
}

const help = `
For numbers that Koshelek has reserved and will not issue, or that were exported and are not needed. Koshelek cannot
issue a number any more that was released. What is issued, being issued or doubtful is left as it is, and the exit
code is 1.

Examples:
  loyalty-gw cards release 2900000000018 --config loyalty-gw.yaml
  loyalty-gw cards release 2900000000018 2900000000025 -c loyalty-gw.yaml --json`;
