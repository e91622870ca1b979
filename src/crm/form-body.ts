import type { TextDecoder } from 'node:util';

/** Far more than a reply has, and few enough to be read at once. */
const MAX_FIELDS = 100_000;

/**
 * Reads a body that is application/x-www-form-urlencoded: names and texts, and a list where a name is repeated. It
 * is stricter than browsers, which make one long name of an HTML page. Fields named `__proto__` are dropped.
 *
 * @throws SyntaxError when it is no form; the message quotes nothing
 */
export function parseForm(body: Uint8Array, decoder: TextDecoder): Record<string, string | string[]> {
  const text = Buffer.from(body).toString('latin1').trim();
  // What encoders leave as it is, and a little more that can be meant in one way only.
  if (!/^[\w.*+%&=:/?@!$'(),;~[\]-]*$/.test(text)) throw new SyntaxError('the form holds what no form holds');
  const fields: Record<string, string | string[]> = {};
  let count = 0;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    if (++count > MAX_FIELDS) throw new SyntaxError('the form has too many fields');
    const end = pair.indexOf('=');
    if (end < 1) throw new SyntaxError('a field of the form has no name or no value');
    const name = decoded(pair.slice(0, end), decoder);
    if (name !== '__proto__') add(fields, name, decoded(pair.slice(end + 1), decoder));
  }
  return fields;
}

/** The escapes are bytes in the charset of the body. */
function decoded(text: string, decoder: TextDecoder): string {
  if (!/[%+]/.test(text)) return text;
  const bytes = text.replaceAll('+', ' ').replace(/%([\da-f]{2})?/gi, (_, hex?: string) => {
    if (hex === undefined) throw new SyntaxError('an escape of the form is broken');
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return decoder.decode(Buffer.from(bytes, 'latin1'));
}

function add(fields: Record<string, string | string[]>, name: string, value: string): void {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (known === undefined) fields[name] = value;
  else if (typeof known === 'string') fields[name] = [known, value];
  else known.push(value);
}
