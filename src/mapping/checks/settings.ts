import { type AstNode, isPairList } from '../../jsonata/ast.js';
import type { FunctionCall } from '../analyse.js';
import type { FunctionTable } from '../functions.js';
import { helpers } from '../helpers/catalogue.js';
import { writeBy } from '../helpers/date-pattern.js';
import { HelperError } from '../helpers/helper.js';
import { isEpoch } from '../helpers/moments.js';
import { zoneOf } from '../helpers/zones.js';
import type { Problem } from '../problem.js';

/** Throws a HelperError for a setting that the helper would refuse. */
type Try = (written: string) => unknown;

const zone: Try = written => zoneOf(written);
const pattern: Try = written => isEpoch(written) || writeBy(written, 0, 0);
/** Lets the helper itself judge one argument, beside others that are right. */
const tried =
  (helper: string, ...before: unknown[]): Try =>
  written =>
    helpers.get(helper)?.run(...([...before, written] as never[]));

interface Settings {
  /** By the number of the argument, counted from 0. */
  readonly arguments?: Readonly<Record<number, Try>>;
  /** Members of the object that is the second argument. */
  readonly options?: Readonly<Record<string, Try>>;
  /** Without so many arguments it fails for every value; what it then says. */
  readonly least?: readonly [count: number, message: string];
}

/** Arguments that are written once in the mapping and are the same in every request. */
const settings: Readonly<Record<string, Settings>> = {
  date: { options: { format: pattern, from: zone, to: zone } },
  instant: { options: { format: pattern, from: zone } },
  formatDate: { arguments: { 1: pattern, 2: zone }, least: [2, 'say by which pattern'] },
  dayStart: { arguments: { 1: zone, 2: pattern }, least: [2, 'say in which time zone'] },
  dayEnd: { arguments: { 1: zone, 2: pattern }, least: [2, 'say in which time zone'] },
  hash: {
    arguments: { 1: tried('hash', 'a'), 2: tried('hash', 'a', 'md5') },
    least: [2, 'the hashes are sha256, sha512, sha1, md5'],
  },
  phone: { arguments: { 1: tried('phone', '79620480100') } },
  decimal: { arguments: { 2: tried('decimal', 1, 2) } },
};

/** Time zones, patterns, hashes and the like that are written out and do not exist. */
export function settingProblems(calls: readonly FunctionCall[], functions: FunctionTable): Problem[] {
  return calls.flatMap(call => {
    const known = functions.lambdaOf(call.name) ? undefined : settings[call.name];
    if (!known) return [];
    const [least, message] = known.least ?? [0, ''];
    if (call.arguments.length < least)
      return [{ index: call.index, code: 'wrong-setting', message: `$${call.name}: ${message}` }];
    return [...wrongArguments(call, known), ...wrongOptions(call, known)];
  });
}

function wrongArguments({ name, arguments: given }: FunctionCall, known: Settings): Problem[] {
  return Object.entries(known.arguments ?? {}).flatMap(([at, attempt]) => {
    const node = given[Number(at)];
    return node ? refused(name, node, attempt) : [];
  });
}

function wrongOptions({ name, arguments: [, options] }: FunctionCall, known: Settings): Problem[] {
  if (!known.options || options?.type !== 'unary' || !isPairList(options.lhs)) return [];
  const names = Object.keys(known.options);
  return options.lhs.flatMap(([key, value]) => {
    if (key.type !== 'string') return [];
    const attempt = known.options?.[String(key.value)];
    if (attempt) return refused(name, value, attempt);
    const message = `$${name} has no option "${key.value}"; its options are ${names.join(', ')}`;
    return [{ index: indexOf(key), code: 'wrong-setting', message }];
  });
}

function refused(name: string, node: AstNode, attempt: Try): Problem[] {
  if (node.type !== 'string') return [];
  try {
    attempt(String(node.value));
    return [];
  } catch (error) {
    if (!(error instanceof HelperError)) throw error;
    const message = `$${name} fails with "${node.value}": ${error.message}`;
    return [{ index: indexOf(node), code: 'wrong-setting', message }];
  }
}

/** Of a text the parser notes where it ends, with its quotes. */
function indexOf(node: AstNode): number {
  return Math.max(0, (node.position ?? 0) - String(node.value).length - 2);
}
