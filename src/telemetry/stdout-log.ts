import { destination } from 'pino';
import type { LogDestination } from './log.js';

/** Milliseconds until a log that could not be written is tried again. */
const RETRY = 5_000;

/** Takes lines and forgets them. */
const nowhere: LogDestination = { write: () => {} };

/**
 * The stdout of the process, written without blocking: a synchronous write for each line would stop all requests
 * while a slow collector takes it.
 *
 * When it cannot be written, say because a disk is full, lines are dropped until it can be again. They must not be
 * kept: pino's last flush at the end of the process would wait for the disk for ever.
 *
 * @param complain told once of each time that the log breaks
 */
export function stdoutLog(complain: (text: string) => void): LogDestination {
  let out = open();
  return {
    write: text => out.write(text),
    flushSync: () => out.flushSync?.(),
  };

  function open(): LogDestination {
    const stdout = destination({ dest: 1, sync: false });
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (out === nowhere) return;
      out = nowhere;
      stdout.destroy();
      complain(`the log cannot be written: ${error.code ?? error.message}`);
      setTimeout(() => {
        out = open();
      }, RETRY).unref();
    });
    return stdout;
  }
}
