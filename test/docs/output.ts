import { expect } from 'vitest';

/** An output without its times, which differ each time. */
export function timeless(output: string): string {
  return output.replace(/ *\b[\d.]+ ms/g, ' … ms').replace(/(answers) .*/, '$1');
}

/**
 * Holds what was printed against what a page shows of it, but for times. On the page a line `…` stands for lines that
 * it leaves out, and `…` in a line for what is another text each time.
 */
export function expectShown(printed: string, shown: string, place: string): void {
  const pattern = timeless(shown)
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replace(/^…$\n/gm, '(?:.*\\n)*?')
    .replaceAll('…', '.*?');
  if (new RegExp(`^${pattern}$`).test(timeless(printed))) return;
  expect(timeless(printed), place).toBe(timeless(shown));
}
