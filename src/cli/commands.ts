import type { Command } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

/** Adds one command to the program. Its action reports how it ended by calling `exit`, once. */
export type AddCommand = (program: Command, io: Io, exit: (code: ExitCode) => void) => void;

/** In the order of the help; a new command is one more line here. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import('./init/init.js')).addInit,
  serve: async () => (await import('./serve/serve.js')).addServe,
  'dry-run': async () => (await import('./dry-run/dry-run.js')).addDryRun,
  check: async () => (await import('./check/check.js')).addCheck,
  test: async () => (await import('./test/test.js')).addTest,
  playground: async () => (await import('./playground/playground.js')).addPlayground,
  selftest: async () => (await import('./selftest/selftest.js')).addSelftest,
  cards: async () => (await import('./cards/cards.js')).addCards,
  'hash-password': async () => (await import('./hash-password/hash-password.js')).addHashPassword,
  openapi: async () => (await import('./openapi/openapi.js')).addOpenApi,
  schema: async () => (await import('./schema/schema.js')).addSchema,
  completion: async () => (await import('./completion/completion.js')).addCompletion,
};

/**
 * The commands that a command line may be about. One that is named is loaded alone: all together take most of a second,
 * which whoever presses Tab would wait for.
 */
export function commandsFor(argv: readonly string[]): Promise<AddCommand[]> {
  return Promise.all(namesFor(argv).map(name => (commands[name] as () => Promise<AddCommand>)()));
}

function namesFor(argv: readonly string[]): readonly string[] {
  const [first = '', ...others] = argv.filter(word => word !== '--' && word !== '--no-color');
  if (first === '-V' || first === '--version') return [];
  if (isCommand(first)) return [first];
  const [second = '', ...further] = others;
  if (first === 'help' && isCommand(second)) return [second];
  // The word that is being completed may become another.
  if (first === 'complete' && isCommand(second) && further.length > 0)
    return [...new Set([second, 'completion'])];
  return Object.keys(commands);
}

function isCommand(word: string): boolean {
  return Object.hasOwn(commands, word);
}
