import type { Document } from '../../document/document.js';
import { isOperationId, operations } from '../../loyalty-api/operations.js';
import { builtInSignatures, helpers } from '../../mapping/helpers/catalogue.js';
import type { Completion } from '../api.js';
import { secretParams } from '../deployment.js';
import { type Samples, shortly } from './samples.js';

/** What is known around an expression. */
export interface Around {
  /** Of the last text that could be read. */
  readonly document: Document;
  readonly path: readonly string[];
  readonly samples: Samples;
}

export interface Found {
  /** What was typed of it: the end of the text before the cursor. */
  readonly typed: string;
  readonly items: readonly Completion[];
}

/**
 * What may follow in an expression: variables and functions behind a `$`, members behind a dot.
 *
 * @param text of the expression before the cursor
 */
export function completeExpression(text: string, around: Around): Found {
  const [token = ''] = /\$?[A-Za-z_]\w*(?:\.\w*)+$|\$\w*$|\w+$/.exec(text) ?? [];
  const [first = '', ...rest] = token.split('.');
  if (first.startsWith('$') && rest.length > 0) {
    const typed = rest.at(-1) ?? '';
    return { typed, items: members(first.slice(1), rest.slice(0, -1), around) };
  }
  const names = [...variables(text, around), ...functions(around)];
  return { typed: token, items: names };
}

function members(name: string, path: readonly string[], around: Around): Completion[] {
  const { samples } = around;
  const known = path.length === 0 || name === 'request' ? knownMembers(name, path, around) : [];
  const found = new Map<string, unknown>(known.map(each => [each, undefined]));
  for (const [key, value] of samples.members(name, path, stepOf(around.path))) found.set(key, value);
  return [...found].map(([label, value]) => ({
    label,
    kind: 'field',
    ...(value !== undefined && { detail: shortly(value) }),
    // What is no name for JSONata stands between backquotes.
    insert: /^[\p{L}_]\w*$/u.test(label) ? label : `\`${label}\``,
  }));
}

function knownMembers(
  name: string,
  path: readonly string[],
  { document, path: at }: Around,
): readonly string[] {
  if (name === 'reply') return ['status', 'headers', 'body'];
  if (name === 'params') {
    const secret = secretParams(document.value);
    return document.keysAt(['params']).filter(each => !secret.has(each));
  }
  if (name !== 'request') return [];
  if (path.length === 0) return ['method', 'path', 'params', 'query', 'headers', 'body'];
  const id = at[1] ?? '';
  const [part] = path;
  if (!isOperationId(id) || path.length > 1) return [];
  const { request } = operations[id];
  if (part === 'params' || part === 'query' || part === 'body') return Object.keys(request[part] ?? {});
  return part === 'headers' ? (Object(document.value).requestHeaders ?? []).map(String) : [];
}

function variables(text: string, { document, path, samples }: Around): Completion[] {
  const usual: [string, string][] = [
    ['request', "Koshelek's request"],
    ['params', 'the params that are not secret'],
    ...where(path, document),
  ];
  const local = [...text.matchAll(/function\(([^)]*)\)|\$(\w+)\s*:=/g)].flatMap(([, list, bound]) =>
    list === undefined ? [bound ?? ''] : [...list.matchAll(/\$(\w+)/g)].map(([, name = '']) => name),
  );
  const steps = stepsAbove(document, path);
  return [
    ...[...new Set(local)].map(name => item(name, 'variable', 'defined here')),
    ...(path[0] === 'functions' ? [item('params', 'variable', 'the params that are not secret')] : []),
    ...(path[0] === 'functions' ? [] : usual.map(([name, what]) => item(name, 'variable', what))),
    ...steps.map(name => item(name, 'step', detailOfStep(samples, name))),
  ];
}

function detailOfStep(samples: Samples, name: string): string {
  const keys = [...samples.members(name, [], undefined).keys()];
  return keys.length === 0 ? 'a step above' : `{ ${keys.slice(0, 4).join(', ')} }`;
}

/** Keys whose expressions look at the reply. */
const ofReply: ReadonlySet<string> = new Set([
  ...['take', 'take?', 'until', 'throttledOn', 'retryAfter', 'missing', 'success', 'retryOn'],
  ...['renewOn', 'token', 'lifetime', 'rows', 'next', 'link'],
]);

function where(path: readonly string[], document: Document): [string, string][] {
  const found: [string, string][] = [];
  const last = path.at(-1) ?? '';
  const isOfError = path.includes('errors') && last === 'when';
  if (ofReply.has(last) || isOfError || path.includes('values')) found.push(['reply', "the CRM's reply"]);
  const step = path[2] === 'steps' ? path.slice(0, 4) : [];
  if (document.keysAt(step).includes('forEach') && last !== 'forEach' && last !== 'when')
    found.push(['item', 'one item of forEach']);
  if (document.keysAt(step).includes('pages')) found.push(['page', 'what stands for the page']);
  if (path[0] === 'calls') found.push(['given', 'what the step gives to the call']);
  if (document.keysAt(['crm', 'auth']).some(key => key === 'login' || key === 'oauth2'))
    found.push(['session', 'what the login gave']);
  return found;
}

/** In page order those above; of the response all. */
function stepsAbove(document: Document, path: readonly string[]): string[] {
  const [section = '', operation = '', part, step = ''] = path;
  if (section !== 'operations' && section !== 'custom') return [];
  const all = document.keysAt([section, operation, 'steps']);
  const at = part === 'steps' ? all.indexOf(step) : -1;
  return at < 0 ? all.filter(name => name !== step) : all.slice(0, at);
}

function stepOf(path: readonly string[]): string | undefined {
  return path[2] === 'steps' ? path[3] : undefined;
}

function functions({ document }: Around): Completion[] {
  const own = document
    .keysAt(['functions'])
    .map(name => item(name, 'function', 'a function of this mapping'));
  const helping = [...helpers.values()].map(({ name, signature, summary, examples }): Completion => {
    const shown = examples.slice(0, 3).map(({ expression, gives, fails }) => {
      const outcome = fails ? `fails: ${String(gives)}` : gives === undefined ? 'nothing' : shortly(gives);
      return `\`${expression}\` → ${outcome}`;
    });
    return {
      ...item(name, 'function', signature),
      doc: [summary, ...shown].join('\n\n'),
      insert: `$${name}(`,
    };
  });
  const builtIn = [...builtInSignatures].map(([name, signature]) => ({
    ...item(name, 'function', signature),
    insert: `$${name}(`,
  }));
  return [...own.map(each => ({ ...each, insert: `${each.label}(` })), ...helping, ...builtIn];
}

function item(name: string, kind: Completion['kind'], detail: string): Completion {
  return { label: `$${name}`, kind, detail, insert: `$${name}` };
}
