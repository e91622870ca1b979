import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** As in JSON. */
const MAX_DEPTH = 100;

/** Tags hold up the process for some 5 µs each: a reply of ten megabytes could hold it up for half a minute. */
const MAX_TAGS = 100_000;

/**
 * The order of nodes is kept and nothing is interpreted, because what this library makes of texts by itself loses
 * digits and blanks, and its entities are either all expanded, those of a DTD too, or none at all.
 */
const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: '#cdata',
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  // It does not count the root.
  maxNestedTags: MAX_DEPTH - 1,
  // A name is only a name here; those that could change a prototype the library refuses anyhow.
  onDangerousProperty: name => name,
});

/** One member named after the tag with its children, or `#text` or `#cdata`; `:@` has the attributes. */
type Node = Readonly<Record<string, unknown>>;

/** What became of an element: its text, or an object of its attributes, children and text. */
type Element = string | { [name: string]: Element | Element[] };

/**
 * Reads XML into an object with one member, the root. An element is its text, just as it is; with attributes or
 * elements in it an object: attributes behind `@`, text as `#text`, elements by their names, repeated ones as a list.
 * There are no entities but those of XML itself and no DTD.
 *
 * @throws SyntaxError when it is no XML, or too much of it; the message quotes nothing
 */
export function parseXml(text: string): Record<string, Element> {
  if (countOf(text, '<', MAX_TAGS) > MAX_TAGS) throw new SyntaxError('the XML has too many tags');
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError('the XML has a DTD');
  // The parser alone takes broken texts.
  if (XMLValidator.validate(text) !== true) throw noXml();
  const [root, ...others] = nodesOf(text);
  if (!root || others.length > 0 || !endsWithRoot(text, tagOf(root))) throw noXml();
  return { [tagOf(root)]: elementOf(root) };
}

function nodesOf(text: string): Node[] {
  try {
    const nodes = parser.parse(text) as Node[];
    return nodes.filter(node => tagOf(node) !== '#text' || (node['#text'] as string).trim() !== '');
  } catch {
    // Too deep, or a name that could change a prototype. The error quotes the text, so it is no cause.
    throw noXml();
  }
}

function noXml(): SyntaxError {
  return new SyntaxError('the text is not valid XML');
}

function countOf(text: string, mark: string, enough: number): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0 && count <= enough; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

/** What stands behind the root neither the validator nor the parser looks at: comments and instructions may. */
function endsWithRoot(text: string, name: string): boolean {
  const rest = withoutMisc(text);
  const lastTag = rest.slice(rest.lastIndexOf('<'));
  return lastTag.endsWith('/>')
    ? /^<[^\s/>]+/.exec(lastTag)?.[0] === `<${name}`
    : lastTag.startsWith('</') && lastTag.endsWith('>') && lastTag.slice(2, -1).trimEnd() === name;
}

function withoutMisc(text: string): string {
  let rest = text.trimEnd();
  for (;;) {
    const mark = ['-->', '?>'].find(end => rest.endsWith(end));
    if (mark === undefined) return rest;
    const start = rest.lastIndexOf(mark === '-->' ? '<!--' : '<?');
    if (start < 0 || rest.indexOf(mark, start) < rest.length - mark.length) return '';
    rest = rest.slice(0, start).trimEnd();
  }
}

function tagOf(node: Node): string {
  return Object.keys(node).find(key => key !== ':@') ?? '';
}

function elementOf(node: Node): Element {
  const children = node[tagOf(node)] as readonly Node[];
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  const elements = children.filter(child => !tagOf(child).startsWith('#'));
  const text = children.map(textOf).join('');
  if (attributes.length === 0 && elements.length === 0) return text;
  const element: { [name: string]: Element | Element[] } = {};
  for (const [name, value] of attributes) element[name] = withoutEntities(value);
  for (const child of elements) add(element, tagOf(child), elementOf(child));
  // Between elements blanks are layout.
  const isLayout = elements.length > 0 && text.trim() === '';
  if (text !== '' && !isLayout) element['#text'] = text;
  return element;
}

function textOf(node: Node): string {
  const tag = tagOf(node);
  if (tag === '#text') return withoutEntities(node[tag] as string);
  if (tag === '#cdata') return (node[tag] as Node[]).map(part => part['#text'] as string).join('');
  return '';
}

function add(element: Record<string, Element | Element[]>, name: string, value: Element): void {
  const known = Object.hasOwn(element, name) ? element[name] : undefined;
  if (known === undefined) element[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else element[name] = [known, value];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML 1.0, 4.1 and 4.6: references to characters, and the five entities that need no DTD. */
function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  const [first = '', ...others] = text.split('&');
  let out = first;
  for (const part of others) {
    const end = part.indexOf(';');
    out += referred(part.slice(0, Math.max(0, end))) + part.slice(end + 1);
  }
  return out;
}

function referred(name: string): string {
  if (Object.hasOwn(entities, name)) return entities[name] as string;
  const [, decimal, hex = ''] = /^#(?:(\d{1,7})|x([\da-f]{1,6}))$/i.exec(name) ?? [];
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  if (!isChar(code)) throw noXml();
  return String.fromCodePoint(code);
}

/** XML 1.0, 2.2. */
function isChar(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
