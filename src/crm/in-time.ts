import type { StopSignal } from './wire.js';

export interface Waiting<T> {
  readonly signal: StopSignal;
  /** Milliseconds that it may take beyond the end of the signal. */
  readonly moment?: number;
  /** Gets what comes when nobody waits for it any more. It may fail: nobody waits for that either. */
  readonly late?: (value: T) => Promise<unknown>;
}

/**
 * Waits for work that goes on whatever its caller does, and no longer than a signal lets it.
 *
 * @throws what the work throws, or the reason of the signal
 */
export function inTime<T>(work: Promise<T>, { signal, moment = 0, late }: Waiting<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    let timer: NodeJS.Timeout | undefined;
    const giveUp = () => {
      isLate = true;
      reject(signal.reason);
    };
    const end = () => {
      if (moment === 0) giveUp();
      else timer = setTimeout(giveUp, moment);
    };
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    work.then(
      value => {
        over();
        if (isLate) late?.(value).catch(() => {});
        else resolve(value);
      },
      error => {
        over();
        reject(error);
      },
    );
  });
}
