import { writeJson } from '../json/write.js';
import type { Scope } from '../mapping/expression.js';
import type { CallStep, Crm, NamedTemplate } from '../mapping/mapping.js';
import { percentEncoded } from '../mapping/path-value.js';
import { fault, type Spot, scalarText } from '../mapping/template.js';
import type { WireCall } from './wire.js';

/**
 * Makes a step of the mapping into a request to the CRM, with the CRM's authentication.
 *
 * @throws Failure `mappingFault` when a part that must be there is nothing, or cannot be sent
 */
export async function encodeCall(step: CallStep, crm: Crm, scope: Scope): Promise<WireCall> {
  const path = (await step.path.render(scope)) as string;
  const query = await encodeQuery(step.query, scope);
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'loyalty-gw' };
  for (const named of crm.headers) await addHeader(headers, named, scope);
  for (const named of step.headers) await addHeader(headers, named, scope);
  if (crm.auth.kind === 'bearer') headers.authorization = `Bearer ${crm.auth.token}`;

  const url = `${crm.baseUrl}${encodeLiteral(path)}${query === '' ? '' : `?${query}`}`;
  if (step.body === undefined) return { method: step.method, url, headers };
  const body = writeJson(await step.body.render(scope));
  headers['content-type'] ??= 'application/json; charset=utf-8';
  return { method: step.method, url, headers, body };
}

/** Values are encoded already; what an author writes literally may be Cyrillic or hold a space. */
function encodeLiteral(path: string): string {
  return path.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

async function encodeQuery(query: readonly NamedTemplate[], scope: Scope): Promise<string> {
  let text = '';
  for (const { name, template, spot } of query) {
    const value = await template.render(scope);
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? nonEmpty(value, spot) : [value]) {
      text += `${text === '' ? '' : '&'}${encodeURIComponent(name)}=${percentEncoded(filterText(item, spot), spot)}`;
    }
  }
  return text;
}

/** A filter without its value would find everybody, so an empty text from an expression is never sent. */
function filterText(value: unknown, spot: Spot): string {
  const text = scalarText(value, spot);
  if (text.trim() === '') throw fault(spot, 'is an empty text: many systems read that as no filter at all');
  return text;
}

function nonEmpty(list: readonly unknown[], spot: Spot): readonly unknown[] {
  if (list.length === 0) throw fault(spot, 'is an empty list: the parameter would not be sent at all');
  return list;
}

async function addHeader(headers: Record<string, string>, named: NamedTemplate, scope: Scope): Promise<void> {
  const value = await named.template.render(scope);
  if (value === undefined) return;
  const text = scalarText(value, named.spot);
  // A line break would begin another header (RFC 9110, 5.5).
  if (/[^\t\x20-\x7e]/.test(text)) throw fault(named.spot, 'holds characters that a header cannot carry');
  headers[named.name.toLowerCase()] = text;
}
