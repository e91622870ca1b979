import { isObject } from '../json/values.js';
import { writeJson } from '../json/write.js';
import { fault, type Spot, scalarText } from './template.js';

/** How a structure is written into a query or a form, which hold only texts. */
export const nestings = ['json', 'brackets'] as const;

export type Nesting = (typeof nestings)[number];

/** What to do about a structure. */
export const NESTED_HINT = 'nested: json or nested: brackets says how a structure is written';

/** A name and a text, neither of them encoded yet. */
export type Pair = readonly [name: string, text: string];

/**
 * The pairs that a value becomes: without `nested` a scalar one, a list of scalars the name repeated; with it a
 * structure is one JSON text, or a pair for each of its leaves, `customer[phones][0][number]`.
 *
 * @throws Failure `mappingFault` for a structure that cannot be written, and for an empty list, which would vanish
 */
export function pairsOf(name: string, value: unknown, spot: Spot, nested?: Nesting): Pair[] {
  if (!Array.isArray(value) && !isObject(value)) return [[name, scalarText(value, spot)]];
  if (nested === 'json') return [[name, writeJson(value)]];
  if (nested === 'brackets') return bracketed(name, value, spot);
  if (!Array.isArray(value))
    throw fault(spot, `must be a text, a number or true/false here, not a structure; ${NESTED_HINT}`);
  if (value.length === 0) throw fault(spot, 'is an empty list: it would not be sent at all');
  return value.map((item): Pair => [name, scalarText(item, spot)]);
}

/** As PHP reads it, and whoever follows it: lists with their indexes, so that no reader has to guess them. */
function bracketed(name: string, value: unknown, spot: Spot): Pair[] {
  if (!Array.isArray(value) && !isObject(value)) return [[name, scalarText(value, spot)]];
  const members = Object.entries(value);
  if (members.length === 0)
    throw fault(spot, 'holds an empty list or an empty object, which would not be sent at all');
  return members.flatMap(([key, member]) => {
    // `[]` and a bracket in a key would be read as another structure, and keys may come from data.
    if (key === '' || /[[\]]/.test(key)) throw fault(spot, 'has a key that is empty or has brackets in it');
    return bracketed(`${name}[${key}]`, member, spot);
  });
}
