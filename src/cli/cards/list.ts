import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CardKeeper } from '../../cards/keeper.js';
import type { CardFilter, CardState } from '../../cards/stock.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { type CardsOptions, configOption, timeText, withCards } from './open.js';
import { cardAsJson, pages } from './pages.js';

const states = [
  'free',
  'reserved',
  'expired',
  'issuing',
  'issued',
  'doubtful',
] as const satisfies CardState[];

interface Options extends CardsOptions {
  readonly state?: CardState;
  readonly after?: string;
  readonly limit: number;
}

export function addList(cards: Command, io: Io, exit: (code: ExitCode) => void): void {
  cards
    .command('list')
    .description('list numbers with their states, in the order of the numbers')
    .option(...configOption)
    .addOption(new Option('--state <state>', 'only those in this state').choices(states))
    .option('--after <number>', 'only those after this one')
    .option('--limit <count>', 'at most so many', wholeNumber, 100)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      exit(await list(options, io));
    });
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

function list({ state, after, limit, ...options }: Options, io: Io): Promise<ExitCode> {
  const print = options.json ? printAsJson : printLines;
  return withCards(options, io, async keeper => {
    await print(keeper, { state, after, limit }, io);
    return ExitCode.done;
  });
}

async function printLines(keeper: CardKeeper, filter: CardFilter, io: Io): Promise<void> {
  let last: string | undefined;
  for await (const cards of pages(keeper, filter)) {
    const width = Math.max(...cards.map(({ number }) => number.length));
    const lines = cards.map(({ number, state, since, until }) => {
      const end = until === undefined ? '' : `  until ${timeText(until)}`;
      return `${number.padEnd(width)}  ${state.padEnd(8)}  since ${timeText(since)}${end}\n`;
    });
    io.stdout.write(lines.join(''));
    last = cards.at(-1)?.number;
  }
  if (last === undefined) io.stdout.write('there are none\n');
  else if (await isThereMore(keeper, filter, last)) io.stdout.write(`there are more: --after ${last}\n`);
}

/** Written as it is read: a million numbers need not be in memory. */
async function printAsJson(keeper: CardKeeper, filter: CardFilter, io: Io): Promise<void> {
  let last: string | undefined;
  io.stdout.write('{\n  "cards": [');
  for await (const cards of pages(keeper, filter)) {
    const texts = cards.map(card => `\n    ${JSON.stringify(cardAsJson(card))}`);
    io.stdout.write(`${last === undefined ? '' : ','}${texts.join(',')}`);
    last = cards.at(-1)?.number;
  }
  const isMore = last !== undefined && (await isThereMore(keeper, filter, last));
  io.stdout.write(`\n  ]${isMore ? `,\n  "next": ${JSON.stringify(last)}` : ''}\n}\n`);
}

async function isThereMore(keeper: CardKeeper, filter: CardFilter, last: string): Promise<boolean> {
  return (await keeper.list({ ...filter, after: last, limit: 1 })).length > 0;
}

const help = `
Of a series those are listed that were given out, and a few that come next. Times are UTC. A number that is reserved
without an end (see export) has no "until". In JSON, "next" is what to go on from with --after.

Examples:
  loyalty-gw cards list --config loyalty-gw.yaml --state reserved
  loyalty-gw cards list -c loyalty-gw.yaml --after 2900000000100 --limit 20
  loyalty-gw cards list -c loyalty-gw.yaml --state free --limit 1000000 --json | jq -r '.cards[].number' > free.csv`;
