import { writeJson } from '../json/write.js';
import { andThen, type Eventual, oneByOne } from '../mapping/eventual.js';
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
export function encodeCall(step: CallStep, crm: Crm, scope: Scope): Eventual<WireCall> {
  return andThen(urlOf(step, crm, scope), url => {
    const headers: Record<string, string> = {
      ...step.passed?.headers,
      accept: accepted[step.judging.format],
      'user-agent': 'loyalty-gw',
    };
    return andThen(addHeaders(headers, crm.headers, scope), () =>
      andThen(addHeaders(headers, step.headers, scope), () => withBody(step, url, headers, scope)),
    );
  });
}

function urlOf(step: CallStep, { baseUrl }: Crm, scope: Scope): Eventual<string> {
  return andThen(step.path.render(scope), path => {
    const below = baseUrl + encodeLiteral(path as string);
    const query = step.passed?.query ?? encodeFields(step.query, queryText, step.nested, scope);
    return andThen(query, text => (text === '' ? below : `${below}?${text}`));
  });
}

function withBody(
  { method, passed, body, nested }: CallStep,
  url: string,
  headers: Record<string, string>,
  scope: Scope,
): Eventual<WireCall> {
  if (passed) {
    const { body } = passed;
    return { method, url, headers, isPassed: true, ...(body !== undefined && { body }) };
  }
  if (!body) return { method, url, headers };
  headers['content-type'] ??= contentTypes[body.kind];
  return andThen(encodeBody(body, nested, scope), text => ({ method, url, headers, body: text }));
}

export const contentTypes: Readonly<Record<CallBody['kind'], string>> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  // It has no charset: WHATWG URL, 5.
  form: 'application/x-www-form-urlencoded',
};

function encodeBody(body: CallBody, nested: Nesting | undefined, scope: Scope): Eventual<string> {
  switch (body.kind) {
    case 'json':
      return andThen(body.template.render(scope), writeJson);
    case 'text':
      return andThen(body.template.render(scope), text => bodyText(text, body.spot));
    case 'form':
      return encodeFields(body.fields, formText, nested, scope);
  }
}

/** Values are encoded already; what an author writes literally may be Cyrillic or hold a space. */
function encodeLiteral(path: string): string {
  return path.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** Templates of query parameters that hold no structures, as they stand in a URL, behind the `?`. */
export function encodeQuery(query: readonly NamedTemplate[], scope: Scope): Eventual<string> {
  return encodeFields(query, queryText, undefined, scope);
}

/** Templates of the fields of a form that hold no structures, as they stand in its body. */
export function encodeForm(fields: readonly NamedTemplate[], scope: Scope): Eventual<string> {
  return encodeFields(fields, formText, undefined, scope);
}

function encodeFields(
  fields: readonly NamedTemplate[],
  write: typeof queryText,
  nested: Nesting | undefined,
  scope: Scope,
): Eventual<string> {
  if (fields.length === 0) return '';
  return andThen(rendered(fields, scope), values => {
    const texts: string[] = [];
    for (const [index, { name, spot }] of fields.entries()) {
      const value = values[index];
      if (value !== undefined) texts.push(write(name, value, spot, nested));
    }
    return texts.join('&');
  });
}

/** Templates of headers, filled in; names in lower case. */
export function headersOf(named: readonly NamedTemplate[], scope: Scope): Eventual<Record<string, string>> {
  const headers: Record<string, string> = {};
  return andThen(addHeaders(headers, named, scope), () => headers);
}

function addHeaders(
  headers: Record<string, string>,
  named: readonly NamedTemplate[],
  scope: Scope,
): Eventual<void> {
  if (named.length === 0) return undefined;
  return andThen(rendered(named, scope), values => {
    for (const [index, { name, spot }] of named.entries()) {
      const value = values[index];
      if (value !== undefined) headers[name.toLowerCase()] = headerValue(value, spot);
    }
  });
}

function rendered(named: readonly NamedTemplate[], scope: Scope): Eventual<unknown[]> {
  return oneByOne(named, ({ template }) => template.render(scope));
}

/** An address in two at its first `?`; a query may hold further ones (RFC 3986, 3.4), as those of links do. */
export function splitQuery(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
