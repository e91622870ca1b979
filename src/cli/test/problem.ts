import { writeJson } from '../../json/write.js';
import type { Problem } from '../../testing/run-case.js';

/** One thing that a case says and that is another way, as lines for people. */
export function problemLines({ message, differences }: Problem, _screen: { color: boolean }): string[] {
  const width = Math.max(0, ...differences.map(({ path }) => path.length));
  const lines = differences.map(
    ({ path, expected, actual }) =>
      `  ${path.padEnd(width)}  expected ${shown(expected)}, got ${shown(actual)}`,
  );
  return [message, ...lines];
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : writeJson(value);
}
