import { splitQuery } from '../crm/encode.js';
import type { WireCall } from '../crm/wire.js';
import { parseNumerals } from '../json/parse.js';
import { withoutPercents } from '../loyalty-api/percents.js';
import { type Difference, differences, type Match } from './differences.js';
import { type CallFields, methodsOf } from './fields.js';
import { lowerCased } from './raw-request.js';
import { alike, type SentFields, sentFields } from './sent-fields.js';

/** A call as it is compared: what went over the wire, taken apart. */
interface TakenApart {
  readonly method: string;
  readonly path: string;
  readonly query: SentFields;
  readonly headers: Readonly<Record<string, string>>;
}

/** In what a call that was sent differs from the one that a case expects: nothing, and it is the one. */
export function callDifferences(expected: CallFields, call: WireCall, baseUrl: string): Difference[] {
  const actual = takeApart(call, baseUrl);
  const [method = 'get'] = methodsOf(expected);
  const { match } = expected;
  return [
    ...differences('method', method.toUpperCase(), actual.method),
    // Whether a case writes it encoded or as a person reads it.
    ...differences(
      'path',
      encodeURI(withoutPercents(String(expected[method as 'get']))),
      encodeURI(withoutPercents(actual.path)),
    ),
    ...fieldDifferences('query', expected.query, actual.query, match.query),
    ...differences('headers', lowerCased(expected.headers), actual.headers, match.headers),
    ...bodyDifferences(expected, call),
  ];
}

/** What was sent, as far as a case says something of it; in the words that differences have for their paths. */
export function sentParts(
  expected: CallFields,
  call: WireCall,
  baseUrl: string,
): Readonly<Record<string, unknown>> {
  const { query, headers } = takeApart(call, baseUrl);
  const isText = expected.text !== undefined;
  const asked = Object.keys(lowerCased(expected.headers));
  const body = isText ? call.body : isForm(call.headers) ? sentFields(call.body ?? '') : readBody(call.body);
  const name = isText ? 'text' : isForm(call.headers) && expected.body === undefined ? 'form' : 'body';
  return {
    ...(Object.keys(query).length > 0 && { query }),
    ...(asked.length > 0 && { headers: Object.fromEntries(asked.map(key => [key, headers[key]])) }),
    ...(call.body !== undefined && { [name]: body }),
  };
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
  const [path, query] = splitQuery(below(call.url, baseUrl));
  return {
    method: call.method,
    path,
    query: sentFields(query),
    headers: call.headers,
  };
}

/** The whole address where the call goes elsewhere, as a login may. */
function below(url: string, baseUrl: string): string {
  return url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
}

/** A form is compared field by field, a text as it is, all else as JSON. */
function bodyDifferences(expected: CallFields, { headers, body }: WireCall): Difference[] {
  if (expected.text !== undefined) return differences('text', expected.text, body);
  const sent = isForm(headers) && body !== undefined ? sentFields(body) : undefined;
  const { match } = expected;
  if (sent && expected.body !== undefined) return differences('body', expected.body, sent, match.body);
  if (!expected.form)
    return differences(sent ? 'form' : 'body', expected.body, sent ?? readBody(body), match.body);
  return sent
    ? fieldDifferences('form', expected.form, sent, match.form)
    : differences('form', expected.form, body);
}

function fieldDifferences(
  path: string,
  expected: Readonly<Record<string, unknown>>,
  sent: SentFields,
  match: Match,
): Difference[] {
  const both = alike(expected, sent);
  return differences(path, both.expected, both.sent, match);
}

/** Whether a call carries a form. */
export function isForm(headers: WireCall['headers']): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
}

/** A body of JSON with all its digits; anything else as it is. */
export function readBody(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return parseNumerals(body);
  } catch {
    return body;
  }
}
