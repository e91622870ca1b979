import { type Pause, pause as realPause } from '../crm/pause.js';
import type { StopSignal } from '../crm/wire.js';

/**
 * Does something again and again, never twice at a time, until a signal ends it.
 *
 * @param work what is done; gives the milliseconds until the next time. It looks at the signal itself where it takes
 *   long, and fails with nothing
 * @returns when it is over
 */
export async function repeatedly(
  work: () => Promise<number>,
  signal: StopSignal,
  pause: Pause = realPause,
): Promise<void> {
  while (!signal.aborted) {
    const milliseconds = await work();
    await pause(jittered(milliseconds), signal);
  }
}

/** Processes that started together shall not go on together. */
function jittered(milliseconds: number): number {
  return milliseconds * (0.8 + 0.4 * Math.random());
}
