import { writeJson } from '../../json/write.js';
import type { Difference } from '../../testing/differences.js';
import type { Problem } from '../../testing/problem.js';
import { painter } from '../style.js';
import { diffLines } from './diff.js';

/** So many differences are told in a line each, where both values are short. */
const FEW = 2;
const SHORT = 100;

/** One thing that a case says and that is another way, as lines for people. */
export function problemLines(
  { message, differences, came }: Problem,
  { color }: { color: boolean },
): string[] {
  const isSimple = differences.length <= FEW && differences.every(isShort);
  const lines =
    came && !isSimple
      ? diffLines(came.name, came.value, differences, painter(color))
      : oneLineEach(differences);
  return [message, ...lines.map(line => `  ${line}`)];
}

function isShort({ expected, actual }: Difference): boolean {
  return shown(expected).length + shown(actual).length <= SHORT;
}

function oneLineEach(differences: readonly Difference[]): string[] {
  const width = Math.max(0, ...differences.map(({ path }) => path.length));
  return differences.map(
    ({ path, expected, actual }) =>
      `${path.padEnd(width)}  expected ${shown(expected)}, got ${shown(actual)}`,
  );
}

/** A value in a line of JSON; none is `nothing`. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : writeJson(value);
}
