import { Command, CommanderError, type Option } from 'commander';
import { type AddCommand, commandsFor } from './commands.js';
import { ExitCode, exitCodeHelp } from './exit-code.js';
import type { Io } from './io.js';
import { UsageError } from './usage.js';
import { version } from './version.js';

/** The command line as commander sees it. It prints to `io` and throws where commander would exit. */
function buildProgram(commands: readonly AddCommand[], io: Io, exit: (code: ExitCode) => void): Command {
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
      outputError: (text, write) => {
        const said = oneLine(text.replace(/^error: /, ''));
        write(`loyalty-gw: ${said}${namedByOption(program, said)}\n`);
      },
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
  try {
    const program = buildProgram(await commandsFor(argv), io, ended => {
      code = ended;
    });
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

/** A file behind a command that takes none is mostly its config. */
function namedByOption(program: Command, said: string): string {
  const [, name] = /^too many arguments for '([\w-]+)'/.exec(said) ?? [];
  const all = program.commands.flatMap(command => [command, ...command.commands]);
  const takesConfig = all.find(command => command.name() === name)?.options.some(isConfig);
  return takesConfig ? ' The config is named by --config <file>.' : '';
}

function isConfig({ long }: Option): boolean {
  return long === '--config';
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
