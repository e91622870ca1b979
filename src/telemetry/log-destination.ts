import { destination } from 'pino';
import type { LogDestination } from './log.js';

/** Milliseconds until a log that could not be written is tried again. */
const RETRY = 5_000;

/** Bytes of lines that wait for a slow reader; what comes then is dropped, so that they do not take all memory. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Milliseconds between two writes. Each wakes up a reader, which takes ten times as long as a line. */
const PAUSE = 10;

/** Characters of lines that are gathered to be written together. */
const MAX_GATHERED = 64 * 1024;

/** Milliseconds that the last lines have at the end of the process. A reader that is stuck would hold it for ever. */
const LAST_LINES = 1_000;

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
 * @param complain told once of each time that the log breaks or is not read
 */
export function openLogDestination(to: 1 | 2 | string, complain: (text: string) => void): LogDestination {
  let out = open();
  /** Lines of this turn of the event loop, or since the last write. They go out together. */
  let lines = '';
  let written = Number.NEGATIVE_INFINITY;
  const writeLines = () => {
    if (lines === '') return;
    out.write(lines);
    lines = '';
    written = performance.now();
  };
  return {
    write: line => {
      if (lines === '') {
        if (performance.now() - written < PAUSE) setTimeout(writeLines, PAUSE);
        else setImmediate(writeLines);
      }
      lines += line;
      if (lines.length > MAX_GATHERED) writeLines();
    },
    finish: async () => {
      writeLines();
      await out.finish?.();
    },
  };

  function open(): LogDestination {
    const stream = destination({ dest: to, sync: false, maxLength: MAX_WAITING });
    let isDropping = false;
    let isOpen = false;
    stream.on('ready', () => {
      isOpen = true;
    });
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (out === nowhere) return;
      giveUp();
      // One that could not be opened waits with its end until it is, and pino would throw at the end of the process.
      if (!isOpen) Object.assign(stream, { destroyed: true });
      complain(`the log cannot be written: ${error.code ?? error.message}`);
      setTimeout(() => {
        out = open();
      }, RETRY).unref();
    });
    stream.on('drop', () => {
      if (!isDropping) complain('the log is not read: lines are dropped');
      isDropping = true;
    });
    stream.on('drain', () => {
      isDropping = false;
    });
    return { write: text => stream.write(text), finish };

    function giveUp(): void {
      out = nowhere;
      stream.destroy();
    }

    /** Closed, or else pino would write the rest when the process exits, for as long as that takes. */
    function finish(): Promise<void> {
      return new Promise(resolve => {
        const late = setTimeout(() => {
          giveUp();
          resolve();
        }, LAST_LINES);
        stream.once('close', () => {
          clearTimeout(late);
          resolve();
        });
        stream.end();
      });
    }
  }
}
