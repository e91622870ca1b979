import { pause } from '../crm/pause.js';

/**
 * Waits for something, and no longer than so many milliseconds.
 *
 * @returns what it gave; nothing when it was not there in time
 */
export async function atMost<T>(milliseconds: number, done: Promise<T>): Promise<T | undefined> {
  const end = new AbortController();
  const late = pause(milliseconds, end.signal).then(() => undefined);
  try {
    return await Promise.race([done, late]);
  } finally {
    end.abort();
  }
}
