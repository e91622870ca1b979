import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { addDoubtful } from './doubtful.js';
import { addExport } from './export.js';
import { addImport } from './import.js';
import { addList } from './list.js';
import { addRelease } from './release.js';
import { addSettle } from './settle.js';
import { addStatus } from './status.js';

/** In the order of the help. */
const commands = [addImport, addStatus, addList, addRelease, addDoubtful, addSettle, addExport];

export function addCards(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  const cards = program
    .command('cards')
    .description('look after the card numbers that the gateway keeps')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', help);
  for (const add of commands) add(cards, io, exit);
}

const help = `
They work on the store that cards: of the config names, also while the gateway runs. Of the config they need that alone:
logins, passwords and params need not be set. None of them shows who has a number.

Examples:
  loyalty-gw cards import numbers.csv --config loyalty-gw.yaml
  loyalty-gw cards status -c loyalty-gw.yaml
  loyalty-gw cards doubtful -c loyalty-gw.yaml --json`;
