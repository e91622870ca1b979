import { TextDecoder } from 'node:util';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a text begins with in the encodings that mark it; the mark wins over what anybody says (RFC 7303, 3). */
const marks: readonly (readonly [bytes: readonly number[], label: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/**
 * The decoder for a body: by its byte order mark, by the charset of its content type, and UTF-8 without either.
 *
 * @param otherwise what the body says of itself, where its format can
 * @throws RangeError when nobody knows the charset
 */
export function decoderFor(
  body: Uint8Array,
  contentType: string | undefined,
  otherwise?: string,
): TextDecoder {
  const label = labelOf(body, contentType, otherwise);
  return /^utf-?8$/i.test(label) ? utf8 : new TextDecoder(label, { fatal: true });
}

/** What `decoderFor` takes the charset to be. */
export function labelOf(body: Uint8Array, contentType: string | undefined, otherwise?: string): string {
  const mark = marks.find(([bytes]) => bytes.every((byte, index) => body[index] === byte));
  return mark?.[1] ?? charsetOf(contentType) ?? otherwise ?? 'utf-8';
}

/** A parameter of a header, in quotes or not (RFC 9110, 5.6.6). */
function charsetOf(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType)?.slice(1).find(Boolean);
}

/** The encoding that an XML declaration names (XML 1.0, 4.3.3): until it is known, the bytes are read as ASCII. */
export function encodingOfXml(body: Uint8Array): string | undefined {
  const start = Buffer.from(body.subarray(0, 200)).toString('latin1');
  return /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
}
