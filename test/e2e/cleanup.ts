import { afterAll } from 'vitest';

/** Registers what ends with a test, or with a file: `onTestFinished`, or what `fileCleanup` gives. */
export type Cleanup = (end: () => void | Promise<void>) => void;

/**
 * For what is started in `beforeAll` and ends with the file, last things first. Called beside `beforeAll` and not
 * in it, where vitest takes no further hooks.
 */
export function fileCleanup(): Cleanup {
  const ends: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return end => void ends.push(end);
}
