import { processIo } from './io.js';
import { run } from './program.js';

// A reader that has seen enough (`loyalty-gw check | head`) is no bug. 141 is 128 + SIGPIPE, as shells have it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(141);
  });
}

const code = await run(process.argv.slice(2), processIo());
// Not left to an empty event loop: a socket or a timer that somebody forgot must not keep the process.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
