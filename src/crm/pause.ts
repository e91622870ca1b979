import type { StopSignal } from './wire.js';

/** Waits, and no longer than a signal lets it: whoever waited looks at the signal. */
export type Pause = (milliseconds: number, signal: StopSignal) => Promise<void>;

/** Of the world. */
export const pause: Pause = (milliseconds, signal) =>
  new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });

/**
 * What a replay takes for the world's time: once nothing else happens, the clock goes to the end of the pause that
 * ends first. So pauses at the same time overlap as they would, and none takes time.
 */
export function replayTime(clock: () => number): { clock: () => number; pause: Pause } {
  let skipped = 0;
  const now = () => clock() + skipped;
  const pauses: { readonly until: number; readonly end: () => void }[] = [];
  const endFirst = () => {
    pauses.sort((one, other) => one.until - other.until);
    const first = pauses.shift();
    if (!first) return;
    skipped += Math.max(0, first.until - now());
    first.end();
  };
  const pause: Pause = milliseconds =>
    new Promise(end => {
      pauses.push({ until: now() + milliseconds, end });
      setImmediate(endFirst);
    });
  return { clock: now, pause };
}
