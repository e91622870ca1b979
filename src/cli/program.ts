import { Command, CommanderError } from 'commander';
import { addCards } from './cards/cards.js';
import { addCheck } from './check/check.js';
import { addCompletion } from './completion/completion.js';
import { addDryRun } from './dry-run/dry-run.js';
import { ExitCode, exitCodeHelp } from './exit-code.js';
import { addHashPassword } from './hash-password/hash-password.js';
import { addInit } from './init/init.js';
import type { Io } from './io.js';
import { addOpenApi } from './openapi/openapi.js';
import { addPlayground } from './playground/playground.js';
import { addSchema } from './schema/schema.js';
import { addSelftest } from './selftest/selftest.js';
import { addServe } from './serve/serve.js';
import { addTest } from './test/test.js';
import { UsageError } from './usage.js';
import { version } from './version.js';

/** Adds one command to the program. Its action reports how it ended by calling `exit`, once. */
type AddCommand = (program: Command, io: Io, exit: (code: ExitCode) => void) => void;

/** In the order of the help; a new command is one more name here. */
const commands: readonly AddCommand[] = [
  addInit,
  addServe,
  addDryRun,
  addCheck,
  addTest,
  addPlayground,
  addSelftest,
  addCards,
  addHashPassword,
  addOpenApi,
  addSchema,
  addCompletion,
];

/** The command line as commander sees it. It prints to `io` and throws where commander would exit. */
function buildProgram(io: Io, exit: (code: ExitCode) => void): Command {
  const program = new Command('loyalty-gw')
    .description('A gateway between the Koshelek app and the CRM that a retailer already has.')
    .version(version(), '-V, --version', 'print the version')
    .option('--no-color', 'print without colours, as with NO_COLOR in the environment')
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      // Commander puts its suggestion on a line of its own.
      outputError: (text, write) => write(`loyalty-gw: ${oneLine(text.replace(/^error: /, ''))}\n`),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => io.color,
      getErrHasColors: () => io.color,
    })
    .addHelpText('after', `${exitCodeHelp}\n\nExample:\n  loyalty-gw serve --config loyalty-gw.yaml`);
  for (const add of commands) add(program, io, exit);
  return program;
}

/**
 * Runs one command line and gives the exit code. Never throws: wrong usage is one line on stderr, a bug of
 * ours a stack.
 *
 * @param argv the arguments alone, without node and script
 */
export async function run(argv: readonly string[], given: Io): Promise<ExitCode> {
  const io = { ...given, color: given.color && !refusesColor(argv) };
  let code: ExitCode = ExitCode.done;
  const program = buildProgram(io, ended => {
    code = ended;
  });
  try {
    // Commander would print the whole help as an error.
    if (argv.length === 0) throw new UsageError('no command given; see loyalty-gw --help');
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    if (error instanceof UsageError) {
      io.stderr.write(`loyalty-gw: ${oneLine(error.message)}\n`);
      return ExitCode.usage;
    }
    io.stderr.write(`loyalty-gw: this is a bug in loyalty-gw\n${stackOf(error)}\n`);
    return ExitCode.bug;
  }
}

/** Looked for here, so that it counts for help and for wrong usage as well. Commander knows it for its help. */
function refusesColor(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).includes('--no-color');
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
