import { nearest } from '../document/nearest.js';
import type { Operation } from '../loyalty-api/operations.js';
import type { Reference } from './analyse.js';
import type { Problem } from './problem.js';

/** What the requests of an operation may carry, by name. */
export interface RequestNames {
  readonly params: readonly string[];
  /** Requests may carry others, which are handed on. */
  readonly query: readonly string[];
  /** The same; `undefined` when the operation reads no body. */
  readonly body: readonly string[] | undefined;
}

export function requestNamesOf({ request }: Operation): RequestNames {
  return {
    params: Object.keys(request.params),
    query: Object.keys(request.query),
    body: request.body && Object.keys(request.body),
  };
}

const REQUEST = ['method', 'path', 'params', 'query', 'headers', 'body'];
const REPLY = ['status', 'headers', 'body'];

type MemberProblem = Omit<Problem, 'index'>;

/**
 * What is wrong with the members read from `$request` or `$reply`. A misspelt one is nothing for ever, and in a `when`
 * that reads as "nobody asked for it".
 *
 * @param names those of the operation; `undefined` where an expression serves all operations
 * @param headers of the request that expressions see
 */
export function memberProblem(
  { name, members: [part, member] }: Reference,
  names: RequestNames | undefined,
  headers: readonly string[],
): MemberProblem | undefined {
  if (part === undefined) return undefined;
  if (name === 'reply') return REPLY.includes(part) ? undefined : unknown('$reply', part, REPLY);
  if (!REQUEST.includes(part)) return unknown('$request', part, REQUEST);
  if (part === 'body' && names && !names.body) {
    return { code: 'unknown-member', message: 'requests of this operation have no body' };
  }
  if (member === undefined) return undefined;
  if (part === 'headers' && !headers.includes(member)) {
    const hint = 'name the header under requestHeaders:, and write it in lower case here';
    return { code: 'unknown-member', message: `$request.headers has no "${member}"`, hint };
  }
  if (part === 'params' && names && !names.params.includes(member)) {
    return unknown('$request.params', member, names.params);
  }
  const known = part === 'query' ? names?.query : part === 'body' ? names?.body : undefined;
  return known && misspelt(`$request.${part}`, member, known);
}

function unknown(whole: string, member: string, known: readonly string[]): MemberProblem {
  const guess = nearest(member, known);
  const hint = guess ? `did you mean ${whole}.${guess}?` : `it has: ${known.join(', ') || 'no members'}`;
  return { code: 'unknown-member', message: `${whole} has no "${member}"`, hint };
}

/** A name that the contract does not have may still be sent, by agreement; one that is nearly the contract's is not. */
function misspelt(whole: string, member: string, known: readonly string[]): MemberProblem | undefined {
  const guess = known.includes(member) ? undefined : nearest(member, known);
  if (guess === undefined) return undefined;
  const hint = `did you mean ${whole}.${guess}?`;
  return {
    level: 'warning',
    code: 'unknown-member',
    message: `the contract knows no ${whole}.${member}`,
    hint,
  };
}
