import { splitQuery } from '../crm/encode.js';
import type { WireCall } from '../crm/wire.js';
import { isObject, scalarText } from '../json/values.js';
import { Numeral } from '../json/write.js';
import type { Match } from './differences.js';
import { type CallFields, methodsOf } from './fields.js';
import { callDifferences, isForm, readBody } from './match.js';
import { lowerCased } from './raw-request.js';
import { alike, type SentFields, sentFields } from './sent-fields.js';

type Written = Readonly<Record<string, unknown>>;

/**
 * What a case would say of a call so that it is for the one that was sent: the method and the path as they are, of all
 * else only what differs.
 *
 * @param written the call as it stands in the case
 * @param expected its fields
 */
export function asSent(written: Written, expected: CallFields, call: WireCall, baseUrl: string): Written {
  const parts = new Set(callDifferences(expected, call, baseUrl).map(({ path }) => /^\w+/.exec(path)?.[0]));
  const { match } = expected;
  const changed: Record<string, unknown> = { ...written };
  if (parts.has('query')) {
    const sent = sentFields(splitQuery(call.url)[1]);
    changed.query = fieldsAsSent(expected.query, sent, match.query);
  }
  if (parts.has('headers')) changed.headers = headersAsSent(expected, call.headers);
  if (['body', 'form', 'text'].some(part => parts.has(part))) {
    for (const part of ['body', 'form', 'text']) delete changed[part];
    Object.assign(changed, bodyAsSent(expected, call));
  }
  for (const [part, value] of Object.entries(changed))
    if (part !== 'body' && isObject(value) && Object.keys(value).length === 0 && written[part] === undefined)
      delete changed[part];
  const order = [...methodsOf(written), 'match', 'query', 'headers'];
  return Object.fromEntries(Object.entries(changed).sort(([a], [b]) => rank(order, a) - rank(order, b)));
}

/** Of a subset what it names, as far as it came; of all else what came. */
export function asFarAsNamed(expected: unknown, came: unknown, match: Match): unknown {
  if (match === 'exact') return came;
  if (Array.isArray(expected) && Array.isArray(came))
    return came.map((item, at) => (at < expected.length ? asFarAsNamed(expected[at], item, match) : item));
  if (!isObject(expected) || !isObject(came)) return came;
  const named = Object.keys(expected).filter(key => Object.hasOwn(came, key));
  return Object.fromEntries(named.map(key => [key, asFarAsNamed(expected[key], came[key], match)]));
}

function rank(order: readonly string[], part: string): number {
  return order.includes(part) ? order.indexOf(part) : order.length;
}

function headersAsSent({ headers, match }: CallFields, sent: WireCall['headers']): Record<string, string> {
  const names = Object.keys(headers).filter(name => sent[name.toLowerCase()] !== undefined);
  const known = new Set(Object.keys(lowerCased(headers)));
  const others = match.headers === 'exact' ? Object.keys(sent).filter(name => !known.has(name)) : [];
  return Object.fromEntries([...names, ...others].map(name => [name, sent[name.toLowerCase()] as string]));
}

function bodyAsSent(expected: CallFields, { headers, body }: WireCall): Written {
  const { match } = expected;
  if (body === undefined) return {};
  if (expected.text !== undefined) return { text: body };
  if (isForm(headers)) return { form: fieldsAsSent(expected.form ?? {}, sentFields(body), match.form) };
  const read = readBody(body);
  // A text that is no JSON, and one that is nothing but a JSON text.
  if (read === body) return { text: body };
  return { body: expected.body === undefined ? read : asFarAsNamed(expected.body, read, match.body) };
}

/** Fields that are as they were keep their writing: `limit: 100` stays a number, a structure stays one. */
function fieldsAsSent(expected: Written, sent: SentFields, match: Match): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const rest: Record<string, unknown> = { ...sent };
  for (const [name, value] of Object.entries(expected)) {
    const both = alike({ [name]: value }, sent);
    const names = Object.keys(both.sent).filter(key => key === name || key.startsWith(`${name}[`));
    if (names.length === 0) continue;
    fields[name] = unchanged(value, nested(name, names, both.sent));
    for (const key of names) delete rest[key];
  }
  return match === 'exact' ? { ...fields, ...rest } : (asFarAsNamed(expected, fields, match) as Written);
}

/** What was sent under a name, in brackets or not, as one value. */
function nested(name: string, names: readonly string[], sent: SentFields): unknown {
  if (names.length === 1 && names[0] === name) return sent[name];
  const root: Tree = new Map();
  for (const key of names) {
    const steps = [...key.slice(name.length).matchAll(/\[([^\]]*)\]/g)].map(([, step = '']) => step);
    plant(root, steps, sent[key]);
  }
  return grown(root);
}

type Tree = Map<string, Tree | unknown>;

function plant(tree: Tree, [step = '', ...others]: readonly string[], value: unknown): void {
  if (others.length === 0) {
    tree.set(step, value);
    return;
  }
  const inner = tree.get(step);
  const next: Tree = inner instanceof Map ? inner : new Map();
  tree.set(step, next);
  plant(next, others, value);
}

function grown(tree: unknown): unknown {
  if (!(tree instanceof Map)) return tree;
  const keys = [...tree.keys()];
  const values = [...tree.values()].map(grown);
  const isList = keys.every((key, at) => key === String(at));
  return isList ? values : Object.fromEntries(keys.map((key, at) => [key, values[at]]));
}

/** The value as it came, with the writing of what is the same: everything is text on the wire. */
function unchanged(written: unknown, came: unknown): unknown {
  if (Array.isArray(written) && Array.isArray(came))
    return came.map((item, at) => unchanged(written[at], item));
  if (isObject(written) && isObject(came))
    return Object.fromEntries(
      Object.entries(came).map(([key, value]) => [
        key,
        unchanged(Object.hasOwn(written, key) ? written[key] : undefined, value),
      ]),
    );
  const text = scalarText(written);
  if (text !== undefined && text === came) return written;
  const isNumber = typeof written === 'number' || written instanceof Numeral;
  // What was written as a number goes on as one.
  return isNumber && typeof came === 'string' && numberIn(came) !== undefined ? numberIn(came) : came;
}

/** A number with the same digits as a text, `undefined` where there is none. */
function numberIn(text: string): unknown {
  const value = readBody(text);
  const isNumber = typeof value === 'number' || value instanceof Numeral;
  return isNumber && scalarText(value) === text ? value : undefined;
}
