import { destination } from 'pino';
import type { LogDestination } from './log.js';

/** Milliseconds until a log that could not be written is tried again. */
const RETRY = 5_000;

/** Takes lines and forgets them. */
const nowhere: LogDestination = { write: () => {} };

/**
 * Opens a place for the log, which is written without blocking: a synchronous write for each line would stop all
 * requests while a slow collector takes it.
 *
 * When it cannot be written, say because a disk is full, lines are dropped until it can be again. They must not be
 * kept: pino's last flush at the end of the process would wait for the disk for ever.
 *
 * @param to stdout or stderr by number, or the path of a file; any other number would be closed when it breaks
 * @param complain told once of each time that the log breaks
 */
export function openLogDestination(to: 1 | 2 | string, complain: (text: string) => void): LogDestination {
  let out = open();
  return {
    write: text => out.write(text),
    flushSync: () => out.flushSync?.(),
  };

  function open(): LogDestination {
    const stream = destination({ dest: to, sync: false });
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (out === nowhere) return;
      out = nowhere;
      stream.destroy();
      complain(`the log cannot be written: ${error.code ?? error.message}`);
      setTimeout(() => {
        out = open();
      }, RETRY).unref();
    });
    return stream;
  }
}
