import { isObject } from '../../json/values.js';
import { writeJson } from '../../json/write.js';
import type { Difference } from '../../testing/differences.js';
import type { Paint } from '../style.js';

/** Lines that are the same are shown around those that differ. */
const CONTEXT = 3;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What came, as JSON, with what was expected in its place:
 *
 *       "card": {
 *     -   "cardState": "active",
 *     +   "cardState": "inactive",
 *       },
 *
 * It is made of the differences that were found and not of two texts, so that what counts as the same shows as the
 * same.
 *
 * @param name what the paths of the differences begin with; empty where they begin with members
 */
export function diffLines(
  name: string,
  came: unknown,
  differences: readonly Difference[],
  paint: Paint,
): string[] {
  const lines = new Diff(differences).of(name, came);
  return [
    `${paint('green', '- expected')}  ${paint('red', '+ got')}`,
    ...around(lines).map(line => shown(line, paint)),
  ];
}

class Diff {
  private readonly open: Map<string, Difference>;

  constructor(differences: readonly Difference[]) {
    this.open = new Map(differences.map(difference => [difference.path, difference]));
  }

  of(name: string, came: unknown): Line[] {
    const lines = this.open.has(name) ? this.walk(name, '', came, '') : this.members(name, came, '');
    // What stands nowhere in what came is told all the same.
    return [...lines, ...this.left('', undefined, '')];
  }

  private walk(path: string, label: string, came: unknown, indent: string): Line[] {
    const difference = this.open.get(path);
    if (difference) {
      this.open.delete(path);
      return changed(difference, label, indent);
    }
    if (this.below(path).length === 0) return pretty(' ', label, came, indent);
    const [begin, end] = Array.isArray(came) ? '[]' : '{}';
    return [
      { mark: ' ', text: `${indent}${label}${begin}` },
      ...this.members(path, came, `${indent}  `),
      { mark: ' ', text: `${indent}${end},` },
    ];
  }

  private members(path: string, came: unknown, indent: string): Line[] {
    const isList = Array.isArray(came);
    // A structure may have been sent as a text, and compared as what it is.
    const entries = isList || isObject(came) ? Object.entries(came) : [];
    const lines = entries.flatMap(([key, value]) =>
      isList
        ? this.walk(`${path}[${key}]`, '', value, indent)
        : this.walk(path === '' ? key : `${path}.${key}`, `${JSON.stringify(key)}: `, value, indent),
    );
    return [...lines, ...this.left(path, isList ? '' : undefined, indent)];
  }

  /** What is below a path and was not come by: what was expected and is not there. */
  private left(path: string, label: string | undefined, indent: string): Line[] {
    return this.below(path).flatMap(difference => {
      this.open.delete(difference.path);
      const name = difference.path.slice(path === '' ? 0 : path.length + 1);
      return changed(difference, label ?? `${JSON.stringify(name)}: `, indent);
    });
  }

  private below(path: string): Difference[] {
    const all = [...this.open.values()];
    if (path === '') return all;
    return all.filter(each => each.path.startsWith(`${path}.`) || each.path.startsWith(`${path}[`));
  }
}

function changed({ expected, actual }: Difference, label: string, indent: string): Line[] {
  return [
    ...(expected === undefined ? [] : pretty('-', label, expected, indent)),
    ...(actual === undefined ? [] : pretty('+', label, actual, indent)),
  ];
}

/** JSON with a comma behind each value, so that the last of several is no difference. */
function pretty(mark: Line['mark'], label: string, value: unknown, indent: string): Line[] {
  const isList = Array.isArray(value);
  const entries = isList || isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) return [{ mark, text: `${indent}${label}${writeJson(value)},` }];
  const members = entries.flatMap(([key, member]) =>
    pretty(mark, isList ? '' : `${JSON.stringify(key)}: `, member, `${indent}  `),
  );
  const [begin, end] = isList ? '[]' : '{}';
  return [{ mark, text: `${indent}${label}${begin}` }, ...members, { mark, text: `${indent}${end},` }];
}

/** Only what stands near a difference; `…` for the rest. */
function around(lines: readonly Line[]): Line[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ mark }) => mark !== ' '),
  );
  return lines.flatMap((line, index): Line[] => {
    if (isNear[index]) return [line];
    return index === 0 || isNear[index - 1] ? [{ mark: ' ', text: '…' }] : [];
  });
}

function shown({ mark, text }: Line, paint: Paint): string {
  if (mark === ' ') return `  ${paint('dim', text)}`;
  return paint(mark === '-' ? 'green' : 'red', `${mark} ${text}`);
}
