import type { OfferedCall } from './calls.js';
import { type Member, membersOf, type Way } from './members.js';
import type { OpenApiSource } from './read.js';
import { itemsOf, sampleOf, tame, typesOf } from './sample.js';

/** Where in a reply the rows stand that a search gives, or the one thing that was asked for. */
export interface ReplyShape {
  readonly isList: boolean;
  /** From the body on. */
  readonly way: Way;
  /** The members of a row; none when the file does not tell. */
  readonly members: readonly Member[];
  /** A whole body. */
  readonly sample: unknown;
}

/** What wraps the one thing that a reply is about. */
const WRAPPERS =
  /^(data|result|response|payload|item|content|body|card|customer|client|contact|member|user|guest)$/;

/**
 * @param expected whether the call is a search: what a file does not tell is taken to be a list then
 */
export function replyShape(
  { reply }: OfferedCall,
  follow: OpenApiSource['follow'],
  expected: { isList: boolean },
): ReplyShape {
  const { schema, example } = reply;
  const sample = example === undefined ? sampleOf(schema, follow) : tame(example);
  const [type] = typesOf(schema, follow);
  if (type === 'array')
    return { isList: true, way: [], members: membersOf(itemsOf(schema, follow), follow), sample };
  if (type !== 'object') return { ...expected, way: [], members: [], sample };

  const members = membersOf(schema, follow);
  const lists = members.filter(
    ({ way, types, schema: own }) =>
      types[0] === 'array' &&
      way.slice(0, -1).every(step => !step.isList) &&
      typesOf(itemsOf(own, follow), follow)[0] === 'object',
  );
  const shallowest = Math.min(...lists.map(({ way }) => way.length));
  const [list, ...others] = lists.filter(({ way }) => way.length === shallowest);
  // Of one client there may well be a list of cards; the name tells that the reply is about him.
  if (expected.isList && list && others.length === 0 && shallowest <= 2)
    return { isList: true, way: list.way, members: membersOf(itemsOf(list.schema, follow), follow), sample };

  const wrapper = members.find(
    ({ way, types, words }) => way.length === 1 && types[0] === 'object' && WRAPPERS.test(words.join('')),
  );
  if (!wrapper) return { isList: false, way: [], members, sample };
  return { isList: false, way: wrapper.way, members: membersOf(wrapper.schema, follow), sample };
}
