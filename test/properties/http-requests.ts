import fc from 'fast-check';
import { anyJson, canary, textOf } from './json-text.js';
import { anyBytes, mostly, queries, targets, utf8 } from './targets.js';

/** A request as a failing test shows it; texts are bytes (Latin-1). */
export interface RequestSketch {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
}

export function bytesOf({ line, headers, body }: RequestSketch): Buffer {
  return Buffer.from([line, ...headers, '', body].join('\r\n'), 'latin1');
}

const methods = mostly(
  fc.constantFrom('GET', 'GET', 'POST', 'PUT'),
  5,
  fc.constantFrom('HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE'),
  fc.constantFrom('CONNECT', 'SEARCH', 'get', 'G ET', 'FETCH', 'PRI', ''),
);

/** Requests of Koshelek, as far as their first line says. */
const calls = fc.constantFrom(
  ['GET', '/v1/card?msisdn=79620480100'],
  ['GET', '/v1/card/4700?x=1'],
  ['GET', '/v1/card/4700/purchases?startDate=2026-01-01'],
  ['POST', '/v1/card/4700?x'],
  ['PUT', '/v1/card/4700/communication?'],
  ['GET', '/v1/promo?cardNumber=4700'],
  ['GET', '/v1/card/anonymous?&'],
  ['POST', '/v1/card/anonymous/4700?'],
  ['POST', '/v1/card/anonymous?'],
  ['POST', '/v1/promo/qrCode?'],
);

const lines = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(calls, mostly(fc.constant(''), 1, queries))
      .map(([[method, target], query]) => [method, `${target}&${query.slice(1)}`]),
  },
  { weight: 1, arbitrary: fc.tuple(methods, targets) },
);

const versions = mostly(
  fc.constant(' HTTP/1.1'),
  20,
  fc.constantFrom(
    ' HTTP/1.0',
    ' HTTP/2.0',
    ' HTTP/0.9',
    ' HTTP/1.9',
    ' HTTP/1.1 ',
    ' http/1.1',
    '',
    ' ICE/1.0',
  ),
);

/** A body with the headers that say where it ends. */
type Framing = (body: string) => { readonly headers: readonly string[]; readonly body: string };

const withLength = fc.constant<Framing>(body => ({ headers: [`Content-Length: ${body.length}`], body }));

const chunked = fc
  .tuple(
    fc.nat({ max: 9 }),
    fc.constantFrom('', '', ';a=b', ';\xff'),
    fc.constantFrom('', '', 'X: y\r\n', 'Host: z\r\n'),
  )
  .map(
    ([at, extension, trailer]): Framing =>
      body => ({
        headers: ['Transfer-Encoding: chunked'],
        body: `${chunk(body.slice(0, at), extension)}${chunk(body.slice(at), '')}0\r\n${trailer}\r\n`,
      }),
  );

function chunk(text: string, extension: string): string {
  return text === '' ? '' : `${text.length.toString(16)}${extension}\r\n${text}\r\n`;
}

/** Headers that contradict the body, or each other. */
const contradictory = fc
  .array(
    fc.oneof(
      fc
        .constantFrom('0', '7', '-1', '1e3', '99999999999', '0x10', '1, 1', '')
        .map(text => `Content-Length: ${text}`),
      fc
        .constantFrom('chunked', 'gzip, chunked', 'chunked, gzip', 'identity', 'xchunked', '')
        .map(text => `Transfer-Encoding: ${text}`),
      fc.constantFrom('Transfer-Encoding : chunked', 'Content-Length : 1'),
    ),
    { maxLength: 2 },
  )
  .map(
    (headers): Framing =>
      body => ({ headers, body }),
  );

const bodies = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '{}',
      '{"phone":"79620480199"}',
      '{"allow":["sms"]}',
      `{"surname":"${canary}"}`,
    ),
  },
  fc.constant('{"cardNumber":"4700","qrCode":"t=20190814T190500&s=1250.50&fn=9282&i=1&fp=2&n=1"}'),
  fc.constantFrom('[]', '{', '\xff', 'null', '\xef\xbb\xbf{}'),
  anyJson.map(json => utf8(textOf(json))),
  anyBytes,
  fc.constant('x'.repeat(200_000)),
);

/** Headers that HTTP allows. */
const headers = fc.oneof(
  fc
    .constantFrom(
      'application/json; charset=utf-8',
      'text/plain',
      'application/json; charset=koi8-r',
      ';',
      'a/b/c',
    )
    .map(text => `Content-Type: ${text}`),
  fc
    .constantFrom('gzip', 'deflate', 'br', 'identity', 'x', 'gzip, gzip')
    .map(text => `Content-Encoding: ${text}`),
  fc.constantFrom(
    'Connection: close',
    'Connection: keep-alive',
    'Connection: Upgrade',
    'Upgrade: h2c',
    'Upgrade: websocket',
  ),
  fc.constantFrom(
    'Expect: 100-continue',
    'Cookie: a=b',
    'X-HTTP-Method-Override: PUT',
    'Range: bytes=0-1',
    'If-None-Match: *',
  ),
  fc.constantFrom(
    '__proto__: x',
    'constructor: x',
    `X-Name: ${canary}`,
    'X-Forwarded-For: 1',
    'Accept-Encoding: gzip',
  ),
  fc
    .string({ unit: 'binary-ascii', maxLength: 30 })
    .map(text => `X-Any: ${text.replace(/[^\x20-\x7e]/g, '\xe9')}`),
);

const badHeaders = fc.oneof(
  fc.constantFrom(
    ' folded',
    ': none',
    'no colon',
    'Bad Name: x',
    'Host: other',
    'Host:',
    'Expect: x',
    'TE: trailers\0',
  ),
  anyBytes.map(bytes => `X-Any: ${bytes}`),
  anyBytes,
);

/** Any request: mostly nearly right, so that it gets far. */
export function requests(authorization: fc.Arbitrary<readonly string[]>): fc.Arbitrary<RequestSketch> {
  return fc
    .tuple(
      fc.tuple(lines, versions),
      mostly(fc.constant<readonly string[]>(['Host: test']), 20, fc.constant<readonly string[]>([])),
      authorization,
      fc.array(mostly(headers, 15, badHeaders), { maxLength: 3 }),
      fc.tuple(mostly(withLength, 4, chunked, contradictory), bodies),
    )
    .map(([[[method, target], version], host, login, others, [frame, whole]]) => {
      const { headers, body } = frame(whole);
      return {
        line: `${method} ${target}${version}`,
        headers: [...host, ...login, 'Content-Type: application/json', ...others, ...headers],
        body,
      };
    });
}
