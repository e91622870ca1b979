import type { WireCall } from '../crm/wire.js';
import { parseNumerals } from '../json/parse.js';
import { type Difference, differences } from './differences.js';
import { type CallFields, methodsOf } from './fields.js';
import { lowerCased } from './raw-request.js';

/** A call as it is compared: what went over the wire, taken apart. */
interface TakenApart {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** In what a call that was sent differs from the one that a case expects: nothing, and it is the one. */
export function callDifferences(expected: CallFields, call: WireCall, baseUrl: string): Difference[] {
  const actual = takeApart(call, baseUrl);
  const [method = 'get'] = methodsOf(expected);
  const headers = lowerCased(expected.headers);
  const sent = Object.fromEntries(Object.keys(headers).map(name => [name, actual.headers[name]]));
  return [
    ...differences('method', method.toUpperCase(), actual.method),
    ...differences(
      'path',
      encodeURI(decoded(String(expected[method as 'get']))),
      encodeURI(decoded(actual.path)),
    ),
    ...differences('query', asTexts(expected.query), actual.query),
    ...differences('headers', headers, sent),
    ...differences('body', expected.body, actual.body),
  ];
}

/** One line for messages: `GET /customers?phone=%2B7…`. */
export function callLine(call: WireCall, baseUrl: string): string {
  return `${call.method} ${below(call.url, baseUrl)}`;
}

export function expectedLine(expected: CallFields): string {
  const [method = 'get'] = methodsOf(expected);
  return `${method.toUpperCase()} ${expected[method as 'get']}`;
}

function takeApart(call: WireCall, baseUrl: string): TakenApart {
  const [path = '', query = ''] = below(call.url, baseUrl).split('?');
  return {
    method: call.method,
    path,
    query: readQuery(query),
    headers: call.headers,
    body: readBody(call.body),
  };
}

/** The whole address where the call goes elsewhere, as a login may. */
function below(url: string, baseUrl: string): string {
  return url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
}

/** A repeated parameter becomes a list. */
function readQuery(query: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const known = result[name];
    result[name] = known === undefined ? value : [known, value].flat();
  }
  return result;
}

/** Query values are texts on the wire, whatever YAML made of them. */
function asTexts(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}

function readBody(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return parseNumerals(body);
  } catch {
    return body;
  }
}

/** Paths are compared whether a case writes them encoded or as a person reads them. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
