import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { maxDepth } from '../loyalty-api/conform.js';
import * as shapes from '../loyalty-api/shapes.js';

/** The words for scalars in a contract. */
const words: Readonly<Record<string, shapes.Shape>> = {
  text: shapes.text,
  filled: shapes.filled,
  date: shapes.date,
  digits: shapes.digits,
  integer: shapes.integer,
  any: shapes.any,
};

const notation = `write one of ${Object.keys(words).join(', ')}, or { oneOf: [a, b] }`;

/**
 * The shape that a mapping writes down for an answer: objects as they look, a member that may be left out with a
 * `?` behind its key, a list with one item that stands for all, words for scalars, and `oneOf` for one of some texts.
 *
 * @returns the shape, `undefined` when there is a finding
 */
export function contractShape(document: Document, path: Path, value: unknown): shapes.Shape | undefined {
  // operations.NAME.contract.response stands before it.
  if (path.length > maxDepth + 4) {
    document.error('contract-notation', path, `a contract is nested no deeper than ${maxDepth}`);
    return undefined;
  }
  if (Array.isArray(value)) return listShape(document, path, value);
  if (typeof value === 'object' && value !== null) return objectShape(document, path, value);
  if (typeof value === 'string' && Object.hasOwn(words, value)) return words[value];
  const message = `${typeof value === 'string' ? `"${value}"` : 'this'} says no kind of value`;
  document.error('contract-notation', path, message, `${notation}; an object or a list stands as it looks`);
  return undefined;
}

function listShape(document: Document, path: Path, value: readonly unknown[]): shapes.Shape | undefined {
  if (value.length === 1) {
    const item = contractShape(document, [...path, 0], value[0]);
    return item && shapes.list(item);
  }
  const message = `a list of a contract has one item, which stands for all: here are ${value.length}`;
  document.error('contract-notation', path, message);
  return undefined;
}

function objectShape(document: Document, path: Path, value: object): shapes.Shape | undefined {
  if ('oneOf' in value) {
    if (Object.keys(value).length === 1) return choiceShape(document, [...path, 'oneOf'], value.oneOf);
    document.errorAtKey(
      'contract-notation',
      [...path, 'oneOf'],
      'oneOf stands alone, without members beside it',
    );
    return undefined;
  }
  const members = new Map<string, shapes.Member>();
  for (const [key, item] of Object.entries(value)) {
    const shape = contractShape(document, [...path, key], item);
    if (!shape) continue;
    const [name, member] = memberOf(key, shape);
    if (members.has(name))
      document.errorAtKey('duplicate-key', [...path, key], `the member ${name} stands twice`);
    members.set(name, member);
  }
  return members.size === Object.keys(value).length ? shapes.object(Object.fromEntries(members)) : undefined;
}

function choiceShape(document: Document, path: Path, choices: unknown): shapes.Shape | undefined {
  const list: readonly unknown[] = Array.isArray(choices) ? choices : [];
  if (list.length === 0) {
    document.error('contract-notation', path, 'oneOf is a list of texts: { oneOf: [a, b] }');
    return undefined;
  }
  const wrong = list.findIndex(choice => typeof choice !== 'string');
  if (wrong < 0) return shapes.oneOfTexts(...(list as string[]));
  // 2.50 would be 2.5.
  document.error('contract-notation', [...path, wrong], 'this is no text: write it in quotes');
  return undefined;
}

/** As in templates: a key that really ends with `?` is written with two. */
function memberOf(key: string, shape: shapes.Shape): [string, shapes.Member] {
  if (key.endsWith('??')) return [key.slice(0, -1), shapes.required(shape)];
  return key.endsWith('?') ? [key.slice(0, -1), shapes.optional(shape)] : [key, shapes.required(shape)];
}
