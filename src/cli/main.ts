import { ExitCode } from './exit-code.js';
import { processIo } from './io.js';
import { run } from './program.js';

// A reader that has seen enough (`loyalty-gw check | head`) is no bug. 141 is 128 + SIGPIPE, as shells have it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(141);
  process.stderr.write(`loyalty-gw: the output cannot be written: ${error.code ?? error.message}\n`);
  process.exit(ExitCode.failed);
});
// Whoever does not listen to complaints gets none; a gateway that serves must not end because of it.
process.stderr.on('error', () => {});

const code = await run(process.argv.slice(2), processIo());
// Not left to an empty event loop: a socket or a timer that somebody forgot must not keep the process. What could not
// be written ends it above.
process.stdout.write('', failed => failed || process.stderr.write('', () => process.exit(code)));
