import { Argument, type Command } from 'commander';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { type Shell, scripts, shells } from './scripts.js';

export function addCompletion(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete commands, options and names')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', help)
    .action((shell: Shell) => {
      io.stdout.write(scripts[shell]);
      exit(ExitCode.done);
    });
  // What the scripts ask: the words of the line behind the name of the program, the one under the cursor last.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      // Loaded here, for the script needs none of it.
      const { candidatesFor } = await import('./candidates.js');
      for (const { value, about } of candidatesFor(program, words, io))
        io.stdout.write(about === undefined ? `${value}\n` : `${value}\t${about}\n`);
      exit(ExitCode.done);
    });
}

const help = `
It completes commands, options, files in YAML, operations, and the params and steps of the mapping that the line names.

Examples:
  loyalty-gw completion fish > ~/.config/fish/completions/loyalty-gw.fish
  source <(loyalty-gw completion bash)      # in ~/.bashrc
  source <(loyalty-gw completion zsh)       # in ~/.zshrc, behind compinit`;
