import { writeJson } from '../json/write.js';
import type { Scope } from '../mapping/expression.js';
import type { CallBody, CallStep, Crm, NamedTemplate } from '../mapping/mapping.js';
import type { Nesting } from '../mapping/nested.js';
import type { ReplyFormat } from '../mapping/reply-format.js';
import { bodyText, formText, headerValue, queryText } from '../mapping/wire-text.js';
import type { WireCall } from './wire.js';

const accepted: Readonly<Record<ReplyFormat, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain, */*;q=0.5',
  xml: 'application/xml, text/xml;q=0.9',
};

/**
 * Makes a step of the mapping into a request to the CRM, without the CRM's authentication: see `authenticate`.
 *
 * @throws Failure `mappingFault` when a part that must be there is nothing, or cannot be sent
 */
export async function encodeCall(step: CallStep, crm: Crm, scope: Scope): Promise<WireCall> {
  const path = (await step.path.render(scope)) as string;
  const query = step.passed?.query ?? (await encodeFields(step.query, queryText, step.nested, scope));
  const headers: Record<string, string> = {
    ...step.passed?.headers,
    accept: accepted[step.judging.format],
    'user-agent': 'loyalty-gw',
  };
  for (const named of crm.headers) await addHeader(headers, named, scope);
  for (const named of step.headers) await addHeader(headers, named, scope);

  const url = `${crm.baseUrl}${encodeLiteral(path)}${query === '' ? '' : `?${query}`}`;
  const { method, passed } = step;
  if (passed) {
    const { body } = passed;
    return { method, url, headers, isPassed: true, ...(body !== undefined && { body }) };
  }
  if (!step.body) return { method, url, headers };
  headers['content-type'] ??= contentTypes[step.body.kind];
  return { method, url, headers, body: await encodeBody(step.body, step.nested, scope) };
}

export const contentTypes: Readonly<Record<CallBody['kind'], string>> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  // It has no charset: WHATWG URL, 5.
  form: 'application/x-www-form-urlencoded',
};

async function encodeBody(body: CallBody, nested: Nesting | undefined, scope: Scope): Promise<string> {
  switch (body.kind) {
    case 'json':
      return writeJson(await body.template.render(scope));
    case 'text':
      return bodyText(await body.template.render(scope), body.spot);
    case 'form':
      return encodeFields(body.fields, formText, nested, scope);
  }
}

/** Values are encoded already; what an author writes literally may be Cyrillic or hold a space. */
function encodeLiteral(path: string): string {
  return path.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** Templates of query parameters that hold no structures, as they stand in a URL, behind the `?`. */
export function encodeQuery(query: readonly NamedTemplate[], scope: Scope): Promise<string> {
  return encodeFields(query, queryText, undefined, scope);
}

/** Templates of the fields of a form that hold no structures, as they stand in its body. */
export function encodeForm(fields: readonly NamedTemplate[], scope: Scope): Promise<string> {
  return encodeFields(fields, formText, undefined, scope);
}

async function encodeFields(
  fields: readonly NamedTemplate[],
  write: typeof queryText,
  nested: Nesting | undefined,
  scope: Scope,
): Promise<string> {
  const texts: string[] = [];
  for (const { name, template, spot } of fields) {
    const value = await template.render(scope);
    if (value !== undefined) texts.push(write(name, value, spot, nested));
  }
  return texts.join('&');
}

async function addHeader(headers: Record<string, string>, named: NamedTemplate, scope: Scope): Promise<void> {
  const value = await named.template.render(scope);
  if (value !== undefined) headers[named.name.toLowerCase()] = headerValue(value, named.spot);
}

/** Templates of headers, filled in; names in lower case. */
export async function headersOf(
  named: readonly NamedTemplate[],
  scope: Scope,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const each of named) await addHeader(headers, each, scope);
  return headers;
}

/** An address in two at its first `?`; a query may hold further ones (RFC 3986, 3.4), as those of links do. */
export function splitQuery(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
