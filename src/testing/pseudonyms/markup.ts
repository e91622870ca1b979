import { parseXml } from '../../crm/xml-body.js';
import { withoutReferences } from './references.js';

const NAME = String.raw`[\p{L}\p{N}_:.-]`;
const TAG = new RegExp(`<(${NAME}+)((?:\\s[^<>]*)?)>([^<]*)`, 'gu');
const ATTRIBUTE = new RegExp(`(?<!${NAME})(${NAME}+)\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'gu');

/**
 * What is written in a text of tags or attributes: as the product reads XML, if it is some, and as far as it can be
 * recognized otherwise. Names are without their namespaces.
 */
export function markupIn(text: string): unknown {
  try {
    return withPlainNames(parseXml(text));
  } catch {
    return recognized(text);
  }
}

function withPlainNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainNames);
  if (typeof value !== 'object' || value === null) return value;
  return asMembers(Object.entries(value).map(([name, member]) => [name, withPlainNames(member)]));
}

/** HTML, XML with a DTD, what was cut off. */
function recognized(text: string): unknown[] {
  const flat = withoutSections(text);
  const elements = Array.from(flat.matchAll(TAG), ([, tag = '', attributes = '', content = '']) =>
    asMembers([[tag, asMembers([...attributesIn(attributes), ['#text', withoutReferences(content)]])]]),
  );
  // Those that are in no tag have nothing to do with each other.
  return [...elements, ...attributesIn(flat).map(attribute => asMembers([attribute]))];
}

function attributesIn(text: string): [string, unknown][] {
  return Array.from(text.matchAll(ATTRIBUTE), ([, name = '', one, other = '']) => [
    name,
    withoutReferences(one ?? other),
  ]);
}

/** Several of the same name as a list. */
function asMembers(all: readonly [string, unknown][]): Record<string, unknown> {
  const lists = new Map<string, unknown[]>();
  for (const [name, value] of all) {
    const plain = name.replace(/^@/, '').replace(/^[^:]*:(?=.)/, '');
    const list = lists.get(plain) ?? [];
    for (const item of [value].flat()) list.push(item);
    lists.set(plain, list);
  }
  return Object.fromEntries(Array.from(lists, ([name, list]) => [name, list.length === 1 ? list[0] : list]));
}

/** With references in the place of sections of CDATA. */
function withoutSections(text: string): string {
  const [first = '', ...sections] = text.split('<![CDATA[');
  return sections.reduce((before, section) => {
    const end = section.indexOf(']]>');
    if (end < 0) return `${before}<![CDATA[${section}`;
    const content = section
      .slice(0, end)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
    return before + content + section.slice(end + 3);
  }, first);
}
