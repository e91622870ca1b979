import fc from 'fast-check';
import type { RequestSketch } from './http-requests.js';
import { login } from './logins.js';

/** Texts that stand where a card number belongs, many of which would lead elsewhere if they were not encoded. */
export const cardNumbers = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        '.',
        '..',
        '/',
        '\\',
        '?',
        '#',
        '&',
        '=',
        ';',
        ':',
        '@',
        '%',
        '%2F',
        '%2e',
        '+',
        ' ',
        'я',
        '4700',
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map(parts => parts.join('')),
  fc.string({
    unit: fc.constantFrom('4', '7', '\u0000', '\n', '\r', '\t', '\u00a0', '\u2028', '\u{10ffff}', '٧', '"'),
    maxLength: 6,
  }),
);

/** A way to write a text into a URL, as a text of bytes: what need not be encoded may be, and UTF-8 may stand bare. */
export const spellings: fc.Arbitrary<(text: string) => string> = fc
  .infiniteStream(fc.nat({ max: 5 }))
  .map(choices => text => {
    let out = '';
    for (const character of text) {
      const choice = choices.next().value;
      const bytes = Buffer.from(character);
      if (choice === 0) out += hex(bytes).toLowerCase();
      else if (choice === 1) out += hex(bytes);
      else if (choice === 2 && bytes.length > 1) out += bytes.toString('latin1');
      else out += encodeURIComponent(character);
    }
    return out;
  });

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase().replace(/../g, '%$&');
}

/** The operations that look up a card by its number, as requests with the number in its place. */
export const cardRequests = fc.constantFrom<(spelt: string) => RequestSketch>(
  ...[
    ['GET /v1/card/', ''],
    ['GET /v1/card/', '/purchases?startDate=2026-01-01'],
    ['PUT /v1/card/', '/communication'],
    ['PUT /v1/card/', ''],
    ['POST /v1/card/anonymous/', ''],
    ['GET /v1/promo?cardNumber=', ''],
  ].map(([before, after]) => (spelt: string) => ({
    line: `${before}${spelt}${after} HTTP/1.1`,
    headers: ['Host: test', login, 'Content-Type: application/json', 'Content-Length: 23'],
    body: '{"phone":"79620480100"}',
  })),
);

/** The card number in the URL of a call; all else in it must be as the mapping says. */
export function numberIn(call: string): string {
  const [, inPath, inQuery] =
    /^GET \/(?:cards\/([^/?#]+)(?:\/bonuses|\/receipts\?from=2026-01-01)?|promos\?cardNumber=([^/?#&]+))$/.exec(
      call,
    ) ?? [];
  return decodeURIComponent(inPath ?? inQuery ?? `%no call of the mapping: ${call}`);
}
