import { text as textOf } from 'node:stream/consumers';
import { isCancel, password as question } from '@clack/prompts';
import type { Command } from 'commander';
import { problemOfPassword } from '../../config/password-field.js';
import { hashPassword } from '../../config/password-hash.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { canAsk, withQuestions } from '../questions.js';
import { UsageError } from '../usage.js';

export function addHashPassword(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('hash-password')
    .description('hash a password for a config, so that the config does not hold it')
    .option('--json', 'print the hash as a JSON document')
    .addHelpText('after', help)
    .action(async ({ json }: { json?: true }) => {
      const password = canAsk(io) ? await ask(io) : await readPiped(io);
      if (password === undefined) return exit(ExitCode.interrupted);
      const problem = problemOfPassword(password);
      if (problem !== undefined) throw new UsageError(`the password cannot be used: ${problem}`);
      const hash = await hashPassword(password);
      io.stdout.write(json ? `${JSON.stringify({ hash })}\n` : `${hash}\n`);
      exit(ExitCode.done);
    });
}

/** @returns `undefined` when the person would rather not */
function ask(io: Io): Promise<string | undefined> {
  return withQuestions(io, async streams => {
    // Without a mask: its length would tell something to whoever looks on.
    const first = await question({ message: 'Password', mask: '', validate, ...streams });
    if (isCancel(first)) return undefined;
    const second = await question({ message: 'The same once more', mask: '', ...streams });
    if (isCancel(second)) return undefined;
    if (first !== second) throw new UsageError('these are two different passwords');
    return first;
  });
}

function validate(text = ''): string | undefined {
  return problemOfPassword(text);
}

/** What is piped in, without the line break that `echo` and editors leave at its end. */
async function readPiped({ stdin }: Io): Promise<string> {
  if ('isTTY' in stdin && stdin.isTTY)
    throw new UsageError('pipe the password in, or call this at a terminal');
  return (await textOf(stdin as AsyncIterable<Buffer>)).replace(/\r?\n$/, '');
}

const help = `
It asks for the password and shows nothing of what is typed, or reads it from stdin. It takes none from the command
line, which others can see in the list of processes. The hash goes into the config (scrypt, 32 MiB):

  users:
    - login: koshelek
      password:
        hash: $scrypt$ln=15,r=8,p=3$…

The gateway verifies a login once against the hash, and knows it from then on until the config is read anew.

Examples:
  loyalty-gw hash-password
  openssl rand -base64 24 | tee password.txt | loyalty-gw hash-password`;
