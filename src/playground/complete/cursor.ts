import { inFlow } from './flow.js';

/** Where somebody types. The path has `[]` for an item of a list. */
export type Cursor =
  /** A key, of which something may be typed already. */
  | { readonly in: 'key'; readonly path: readonly string[]; readonly typed: string; readonly isFlow: boolean }
  | { readonly in: 'value'; readonly path: readonly string[]; readonly typed: string }
  /** JSONata, bare or between `{% %}`: the text of it before the cursor. */
  | { readonly in: 'expression'; readonly path: readonly string[]; readonly typed: string }
  /** Behind `${`. */
  | { readonly in: 'param'; readonly path: readonly string[]; readonly typed: string };

interface Line {
  readonly text: string;
  /** Inside of a block behind `|` or `>`. */
  readonly isBlock: boolean;
}

const KEY = /^( *)((?:- +)*)(?:(["'])(.+?)\3|([\w${}.-]+\??)) *:(?:\s+(.*))?$/;
const BLOCK = /^[|>][-+\d]*\s*(?:#.*)?$/;

/**
 * Finds out where in a mapping a cursor stands: by the indentation of the lines, for while somebody types it is hardly
 * ever YAML.
 */
export function cursorAt(text: string, line: number, column: number): Cursor {
  const all = linesOf(text);
  const current = all[line - 1] ?? { text: '', isBlock: false };
  const before = current.text.slice(0, column - 1);
  if (current.isBlock) return inBlock(all, line - 1, before);
  const [, indent = '', dashes = '', , quoted, bare, value] = KEY.exec(before) ?? [];
  const key = quoted ?? bare;
  const isBehind = key !== undefined && (value !== undefined || /:\s+$/.test(before));
  const lead = /^ *(?:- +|-$)*/.exec(before)?.[0] ?? '';
  const at = isBehind ? indent.length + dashes.length : lead.length;
  const path = parentsOf(all, line - 1, at, lead);
  if (!isBehind) return { in: 'key', path, typed: before.slice(lead.length), isFlow: false };
  return inValue([...path, key], value ?? '');
}

/** What is typed of a value that begins on this line. */
function inValue(path: readonly string[], value: string): Cursor {
  const open = value.lastIndexOf('{%');
  if (open >= 0 && !value.slice(open).includes('%}')) {
    const at = inFlow(value.slice(0, open).replace(/["']$/, ''));
    return { in: 'expression', path: at ? [...path, ...at.path] : path, typed: value.slice(open + 2) };
  }
  const flow = inFlow(value);
  if (flow?.in === 'key')
    return { in: 'key', path: [...path, ...flow.path], typed: flow.typed, isFlow: true };
  return ofScalar(flow ? [...path, ...flow.path] : path, flow?.typed ?? value);
}

function ofScalar(path: readonly string[], value: string): Cursor {
  const [, param] = /\$\{(\w*)$/.exec(value) ?? [];
  if (param !== undefined && !value.endsWith(`$$\{${param}`)) return { in: 'param', path, typed: param };
  const typed = value.replace(/^["']/, '');
  return { in: isExpression(path) ? 'expression' : 'value', path, typed };
}

function inBlock(all: readonly Line[], index: number, before: string): Cursor {
  let header = index;
  while (header > 0 && all[header]?.isBlock) header--;
  const [, indent = '', dashes = '', , quoted, bare] = KEY.exec(all[header]?.text ?? '') ?? [];
  const lead = indent + dashes;
  const path = [...parentsOf(all, header, lead.length, lead), quoted ?? bare ?? ''];
  const typed = [...all.slice(header + 1, index).map(({ text }) => text), before].join('\n');
  if (isExpression(path)) return { in: 'expression', path, typed };
  return inValue(path, typed);
}

function linesOf(text: string): Line[] {
  let block: number | undefined;
  return text.split('\n').map(each => {
    const depth = each.search(/\S/);
    const isBlock = block !== undefined && (depth < 0 || depth > block);
    if (!isBlock) {
      const [, indent = '', dashes = '', , , , value = ''] = KEY.exec(each) ?? [];
      block = BLOCK.test(value) ? indent.length + dashes.length : undefined;
    }
    return { text: each, isBlock };
  });
}

/**
 * The keys around a line.
 *
 * @param at the column of what stands there
 * @param lead blanks and dashes before it
 */
function parentsOf(all: readonly Line[], index: number, at: number, lead: string): string[] {
  const path: string[] = [];
  let limit = at;
  // A list may stand in the column of its key.
  let dash = lead.lastIndexOf('-');
  if (dash >= 0) {
    path.unshift('[]');
    limit = lead.indexOf('-');
  }
  for (let above = index - 1; above >= 0 && (limit > 0 || dash >= 0); above--) {
    const { text = '', isBlock = true } = all[above] ?? {};
    if (isBlock || /^\s*(?:#|$)/.test(text)) continue;
    const [, indent = '', dashes = '', , quoted, bare] = KEY.exec(text) ?? [];
    const key = quoted ?? bare;
    const depth = indent.length + dashes.length;
    const isAround = depth < limit || (dash >= 0 && dashes === '' && depth <= limit);
    if (key !== undefined && isAround) {
      path.unshift(key);
      limit = depth;
      dash = -1;
    }
    const start = indent.length;
    if (dashes !== '' && start < limit) {
      // The item whose first key stands beside what was looked for, or around it.
      path.unshift('[]');
      limit = start;
      dash = start;
    }
  }
  return path;
}

/** Keys that hold bare JSONata. */
const bareKeys: ReadonlySet<string> = new Set([
  ...[
    'when',
    'take',
    'value',
    'forEach',
    'until',
    'missing',
    'success',
    'throttledOn',
    'retryAfter',
    'retryOn',
  ],
  ...['renewOn', 'token', 'lifetime', 'owner', 'claim', 'person', 'rows', 'next', 'link'],
]);

const templates: ReadonlySet<string> = new Set([
  ...['query', 'headers', 'body', 'form', 'text', 'given', 'response', 'answer', 'first'],
]);

/** Below these stand names of a person's own choice. */
const named: ReadonlySet<string> = new Set(['steps', 'operations', 'custom', 'calls', 'functions', 'params']);

function isExpression(path: readonly string[]): boolean {
  const key = path.at(-1)?.replace(/\?$/, '') ?? '';
  if (path[0] === 'functions') return path.length === 2;
  // Of a header and a query parameter that authenticate it is literal text.
  if (path[1] === 'auth' && key === 'value') return false;
  // The members of a template have whatever names the CRM or Koshelek gives them.
  if (
    path.some(
      (part, index) => index < path.length - 1 && templates.has(part) && !named.has(path[index - 1] ?? ''),
    )
  )
    return false;
  return bareKeys.has(key) || (path.at(-2) === 'values' && path[0] === 'crm');
}
