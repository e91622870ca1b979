import { splitQuery } from '../../crm/encode.js';
import type { WireCall, WireReply } from '../../crm/wire.js';
import type { Answer } from '../../engine/answer.js';
import { fitsDouble } from '../../json/number.js';
import { parseNumerals } from '../../json/parse.js';
import { writeJson } from '../../json/write.js';
import { isForm } from '../match.js';
import type { RequestSketch } from '../raw-request.js';
import { sentFields } from '../sent-fields.js';

/** How a call stands in a case: everything that was sent but its headers, where the credentials are. */
export function callSketch(
  { method, url, headers, body }: WireCall,
  baseUrl: string,
): Record<string, unknown> {
  const below = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
  const [path, query] = splitQuery(below);
  return {
    [method.toLowerCase()]: path,
    ...(query !== '' && { query: sentFields(query) }),
    ...(body !== undefined && (isForm(headers) ? { form: sentFields(body) } : contentOf(body))),
  };
}

/**
 * How a reply stands in a case.
 *
 * @param text its body, with the people that it shall have
 * @param isNamed whether the mapping looks at a header
 */
export function replySketch(
  { status, headers }: WireReply,
  text: string,
  isNamed: (header: string) => boolean,
  written: (text: string) => string,
): Record<string, unknown> {
  // The text is UTF-8 from now on, whatever it was.
  const type = headers['content-type']?.replace(/;\s*charset=[^;]*/i, '');
  const content = text === '' ? {} : contentOf(text.replace(/^(<\?xml[^>]*?)\s+encoding="[^"]*"/, '$1'));
  const isUsual = type === 'application/json' && 'body' in content;
  const named = Object.entries(headers).filter(
    ([name]) => name !== 'content-type' && name !== 'set-cookie' && isNamed(name),
  );
  const kept = {
    ...(type !== undefined && text !== '' && !isUsual && { 'content-type': type }),
    ...Object.fromEntries(named.map(([name, value]) => [name, written(value)])),
  };
  return {
    ...(status !== 200 && { status }),
    ...(Object.keys(kept).length > 0 && { headers: kept }),
    ...content,
  };
}

/** JSON as a value, but only if it comes out to the letter as it went in: `1.50` is not `1.5` where it is read as text. */
export function contentOf(text: string): { body: unknown } | { text: string } {
  try {
    const value = parseNumerals(text);
    const hasLongDecimal = (text.match(/-?\d+\.\d+/g) ?? []).some(number => !fitsDouble(number));
    if (!hasLongDecimal && value !== undefined && minified(text) === minified(writeJson(value)))
      return { body: value };
  } catch {
    // No JSON, or none that could be written again.
  }
  return { text };
}

/** A JSON text without blanks, to see whether another one says the same to the letter. */
export function minified(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, token =>
    token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : '',
  );
}

/** How a request stands in a case. */
export function requestSketch({ params, query, headers, text }: RequestSketch): Record<string, unknown> {
  const filled = Object.entries({ params, query, headers }).filter(
    ([, values]) => Object.keys(values).length > 0,
  );
  return { ...Object.fromEntries(filled), ...(text !== undefined && contentOf(text)) };
}

/** How an answer stands in a case. */
export function answerSketch({ body, failure }: Answer): Record<string, unknown> {
  if (failure) return { error: failure.error };
  return body === '' ? { nothing: true } : { body: JSON.parse(body) };
}
