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
  const coded = Buffer.from(text, 'latin1');
  // In one walk: a function for each of three million escapes held up the process for three seconds.
  let end = 0;
  for (let index = 0; index < coded.length; index++) {
    const byte = coded[index];
    if (byte === PERCENT) {
      coded[end++] = (digit(coded[index + 1]) << 4) | digit(coded[index + 2]);
      index += 2;
    } else {
      coded[end++] = byte === PLUS ? SPACE : (byte as number);
    }
  }
  return decoder.decode(coded.subarray(0, end));
}

const [PERCENT, PLUS, SPACE] = [0x25, 0x2b, 0x20];

/** The value of a hexadecimal digit. */
function digit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57;
  throw new SyntaxError('an escape of the form is broken');
}

function add(fields: Record<string, string | string[]>, name: string, value: string): void {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (known === undefined) fields[name] = value;
  else if (typeof known === 'string') fields[name] = [known, value];
  else known.push(value);
}
