import { callBack } from '../calls.js';
import type { Evaluation } from '../evaluation.js';
import { JsonataFault } from '../fault.js';
import type { Implementation } from '../function-values.js';
import { push } from '../lists.js';
import type { Match } from '../regexes.js';
import { asSequence, isFunction } from '../values.js';

/** What a regex, or a function in its place, finds. @throws JsonataFault T1010 for what no such function gives */
function find(matcher: unknown, text: string | undefined, run: Evaluation): Match | undefined {
  run.tick();
  const found = callBack(matcher, [text], run) as Match | undefined;
  if (found && !(typeof found.start === 'number' || Array.isArray(found.groups) || isFunction(found.next))) {
    throw new JsonataFault('T1010');
  }
  return found;
}

/** All matches, as many as are wanted. */
function* matches(
  text: string,
  matcher: unknown,
  limit: number | undefined,
  run: Evaluation,
): Generator<Match> {
  let count = 0;
  let found = find(matcher, text, run);
  while (found !== undefined && (limit === undefined || count < limit)) {
    yield found;
    found = find(found.next, undefined, run);
    count++;
  }
}

/** JSONata's own functions that take a regex, which is a function. */
export const matching: Readonly<Record<string, Implementation>> = {
  contains([text, token], run) {
    if (text === undefined || token === undefined) return undefined;
    if (typeof token === 'string') return (text as string).includes(token);
    return find(token, text as string, run) !== undefined;
  },

  match([text, regex, limit], run) {
    if (text === undefined) return undefined;
    checkLimit(limit, 'D3040', 3);
    const result: unknown[] = [];
    if (isSome(limit)) {
      for (const { match, start, groups } of matches(
        text as string,
        regex,
        limit as number | undefined,
        run,
      )) {
        push(result, { match, index: start, groups }, run.maxList);
      }
    }
    return asSequence(result);
  },

  split([value, separator, limit], run) {
    if (value === undefined) return undefined;
    checkLimit(limit, 'D3020', 3);
    if (!isSome(limit)) return [];
    const text = value as string;
    if (typeof separator === 'string') return text.split(separator, limit as number | undefined);
    const parts: string[] = [];
    let end = 0;
    for (const found of matches(text, separator, limit as number | undefined, run)) {
      parts.push(text.substring(end, found.start));
      end = found.end;
    }
    if (limit === undefined || parts.length < (limit as number)) parts.push(text.substring(end));
    return parts;
  },

  replace([value, pattern, replacement, limit], run) {
    if (value === undefined) return undefined;
    if (pattern === '') throw new JsonataFault('D3010', { value: pattern, index: 2 });
    checkLimit(limit, 'D3011', 4);
    if (!isSome(limit)) return value;
    const text = value as string;
    const most = limit as number | undefined;
    if (typeof pattern === 'string') return replaceText(text, pattern, String(replacement), most);
    let result = '';
    let end = 0;
    for (const found of matches(text, pattern, most, run)) {
      result += text.substring(end, found.start);
      const by =
        typeof replacement === 'string' ? filledIn(replacement, found) : callBack(replacement, [found], run);
      if (typeof by !== 'string') throw new JsonataFault('D3012', { value: by });
      result += by;
      end = found.start + found.match.length;
    }
    return result + text.substring(end);
  },
};

function checkLimit(limit: unknown, code: string, index: number): void {
  if ((limit as number) < 0) throw new JsonataFault(code, { value: limit, index });
}

function isSome(limit: unknown): boolean {
  return limit === undefined || (limit as number) > 0;
}

function replaceText(text: string, pattern: string, replacement: string, most: number | undefined): string {
  let result = '';
  let from = 0;
  let count = 0;
  let index = text.indexOf(pattern);
  while (index !== -1 && (most === undefined || count < most)) {
    result += text.substring(from, index) + replacement;
    from = index + pattern.length;
    count++;
    index = text.indexOf(pattern, from);
  }
  return result + text.substring(from);
}

/** A replacement with `$1` and the like filled in; `$$` is a dollar, `$0` the whole match. */
function filledIn(replacement: string, { match, groups }: Match): string {
  let result = '';
  let position = 0;
  let index = replacement.indexOf('$', position);
  while (index !== -1 && position < replacement.length) {
    result += replacement.substring(position, index);
    position = index + 1;
    const next = replacement.charAt(position);
    if (next === '$' || next === '0') {
      result += next === '$' ? '$' : match;
      position++;
    } else {
      const group = groupAt(replacement, position, groups.length);
      if (Number.isNaN(group)) result += '$';
      else {
        result += groups[group - 1] ?? '';
        position += String(group).length;
      }
    }
    index = replacement.indexOf('$', position);
  }
  return result + replacement.substring(position);
}

/** The number of a group, read as far as there are groups. */
function groupAt(replacement: string, position: number, count: number): number {
  const digits = count === 0 ? 1 : Math.floor(Math.log(count) * Math.LOG10E) + 1;
  const group = Number.parseInt(replacement.substring(position, position + digits), 10);
  if (digits === 1 || group <= count) return group;
  return Number.parseInt(replacement.substring(position, position + digits - 1), 10);
}
