import { basic, LOGIN, PASSWORD } from '../gateway.js';

/** Nobody may ask the CRM for this phone: it stands only in what must not get in. */
export const FORBIDDEN = '79620489999';
export const ALLOWED = '79620480100';

/** Something bad that a client sends. */
export interface Shape {
  readonly group: string;
  readonly name: string;
  /** As it goes over the wire, in pieces. */
  readonly pieces: readonly (string | Buffer)[];
}

const right = `Authorization: ${basic(LOGIN, PASSWORD)}`;
const wrong = `Authorization: ${basic(LOGIN, 'wrong')}`;
const find = `GET /v1/card?msisdn=${FORBIDDEN} HTTP/1.1`;

function text(line: string, headers: readonly string[], body = ''): string {
  return [line, ...headers, '', body].join('\r\n');
}

/** A whole request with the right credentials, hidden in what is no request. */
const hidden = text(find, ['Host: b', right]);
const length = hidden.length;

const put = 'PUT /v1/card/4700 HTTP/1.1';
const json = 'Content-Type: application/json';

/** A request with a body of which it must not be clear where it ends; behind that, another one. */
function smuggled(name: string, headers: readonly string[], body: string): Shape {
  const head = ['Host: a', right, json, ...headers];
  return { group: 'smuggling', name, pieces: [text(put, head, body)] };
}

const chunked = 'Transfer-Encoding: chunked';
const empty = `0\r\n\r\n${hidden}`;

const smuggling: Shape[] = [
  smuggled('length, then chunks', ['Content-Length: 4', chunked], `0\r\n\r\n${hidden}`),
  smuggled('chunks, then length', [chunked, `Content-Length: ${length + 5}`], empty),
  smuggled('two lengths', ['Content-Length: 0', `Content-Length: ${length}`], hidden),
  smuggled('two lengths the other way round', [`Content-Length: ${length}`, 'Content-Length: 0'], hidden),
  smuggled('a list of lengths', [`Content-Length: 0, ${length}`], hidden),
  ...['+5', '-5', '0x10', '1e1', '5 5', ' ', '5,5', '١', '99999999999999999999'].map(value =>
    smuggled(`the length ${JSON.stringify(value)}`, [`Content-Length: ${value}`], hidden),
  ),
  ...[
    ' chunked',
    'Chunked, identity',
    'identity, chunked',
    'chunked, chunked',
    'xchunked',
    'chunked;q=1',
    '"chunked"',
    '\x0bchunked',
    'chunked\x0b',
    'gzip',
    'identity',
    'chunked\x00',
    '',
  ].map(value =>
    smuggled(
      `the encoding ${JSON.stringify(value)}`,
      [`Transfer-Encoding:${value}`, 'Content-Length: 4'],
      empty,
    ),
  ),
  smuggled('a blank before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 4'], empty),
  smuggled('a tab before the colon', ['Transfer-Encoding\t: chunked', 'Content-Length: 4'], empty),
  smuggled('a blank before the name', [' Transfer-Encoding: chunked', 'Content-Length: 4'], empty),
  smuggled('an encoding that is folded', ['Transfer-Encoding:', ' chunked', 'Content-Length: 4'], empty),
  smuggled('a length that is folded', ['Content-Length:', ` ${length}`], hidden),
  smuggled('two encodings', ['Transfer-Encoding: identity', chunked], empty),
  smuggled('an underscore', ['Transfer_Encoding: chunked', 'Content-Length: 0'], ''),
  smuggled('LF alone in the head', [`X: a\nTransfer-Encoding: chunked`, 'Content-Length: 4'], empty),
  smuggled('CR alone in the head', [`X: a\rTransfer-Encoding: chunked`, 'Content-Length: 4'], empty),
  {
    group: 'smuggling',
    name: 'an encoding in HTTP/1.0',
    pieces: [text(put.replace('1.1', '1.0'), ['Host: a', right, json, chunked, 'Content-Length: 4'], empty)],
  },
  {
    group: 'smuggling',
    name: 'a body of a GET',
    pieces: [text('GET /v1/promo HTTP/1.1', ['Host: a', wrong, `Content-Length: ${length}`], hidden)],
  },
  {
    group: 'smuggling',
    name: 'a wish for another protocol',
    pieces: [
      text(
        'GET /v1/card HTTP/1.1',
        ['Host: a', wrong, 'Connection: Upgrade', 'Upgrade: h2c', `Content-Length: ${length}`],
        hidden,
      ),
    ],
  },
];

const chunks: Shape[] = [
  ...['zz', '-1', '0x5', '5 ', ' 5', '+5', '5;\x00', 'fffffffffffffffff', '', '5\n', '5\r'].map(size =>
    smuggled(`the size ${JSON.stringify(size)}`, [chunked], `${size}\r\nhello\r\n${empty}`),
  ),
  smuggled('a chunk that is longer than its size', [chunked], `2\r\nhello\r\n${empty}`),
  smuggled('a chunk without its end', [chunked], `5\r\nhello${empty}`),
  smuggled('a chunk that ends with LF', [chunked], `5\r\nhello\n${empty}`),
  smuggled('an endless extension', [chunked], `5;${'x'.repeat(40_000)}\r\nhello\r\n0\r\n\r\n`),
  smuggled('a trailer that is a length', [chunked], `2\r\n{}\r\n0\r\nContent-Length: ${length}\r\n\r\n`),
  smuggled('trailers of 40 KB', [chunked], `2\r\n{}\r\n0\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
].map(shape => ({ ...shape, group: 'chunks' }));

/** With wrong credentials: whatever is made of it, it must not get in. */
function head(name: string, ...lines: string[]): Shape {
  return { group: 'headers', name, pieces: [text(find, ['Host: a', wrong, ...lines])] };
}

const headers: Shape[] = [
  head('of 20 KB', `X: ${'x'.repeat(20_000)}`),
  head('of 1 MB', `X: ${'x'.repeat(1_000_000)}`),
  head('5,000 of them', ...Array<string>(5_000).fill('a: b')),
  head('a name of 20 KB', `${'x'.repeat(20_000)}: x`),
  head('a null byte in a value', 'X: a\x00b'),
  head('a null byte in a name', 'X\x00: b'),
  head('a control character', 'X: a\x01b'),
  head('a value that is folded', 'X: a', ' b'),
  head('no colon', 'nonsense'),
  head('no name', ': x'),
  head('two Hosts', 'Host: b'),
  head('a second Authorization, right', right),
  head('a right Authorization that is folded', 'Authorization:', ` ${basic(LOGIN, PASSWORD)}`),
  head('an Authorization in a list', `X: a\r\n\tAuthorization: ${basic(LOGIN, PASSWORD)}`),
  head('an Expect that nobody knows', 'Expect: 200-ok'),
  head('Cyrillic', 'X: кошелёк'),
  {
    group: 'headers',
    name: 'UTF-8 that is none',
    pieces: [Buffer.from(text(find, ['Host: a', wrong, 'X: \xff\xfe\xc0\x80']), 'latin1')],
  },
  { group: 'headers', name: 'no Host', pieces: [text(find, [wrong])] },
  {
    group: 'headers',
    name: 'credentials that are no UTF-8',
    pieces: [
      text(find, [
        'Host: a',
        `Authorization: Basic ${Buffer.from('koshelek:\xff\xff', 'latin1').toString('base64')}`,
      ]),
    ],
  },
  {
    group: 'headers',
    name: 'credentials with a null byte',
    pieces: [text(find, ['Host: a', `Authorization: ${basic(LOGIN, `${PASSWORD}\0`)}`])],
  },
  {
    group: 'headers',
    name: 'credentials of 15 KB',
    pieces: [text(find, ['Host: a', `Authorization: ${basic(LOGIN, 'x'.repeat(11_000))}`])],
  },
];

const path = (target: string): Shape => ({
  group: 'paths',
  name: target.length > 60 ? `${target.slice(0, 20)}… of ${target.length}` : target,
  pieces: [Buffer.from(text(`GET ${target} HTTP/1.1`, ['Host: a', right, 'Connection: close']), 'latin1')],
});

/** With the right credentials: what comes of it is an operation of the mapping, or nothing. */
const paths: Shape[] = [
  ...[
    '/v1/card/..',
    '/v1/card/.',
    '/v1/card/%2e%2e',
    '/v1/card/%2E%2E%2Fadmin',
    '/v1/card/..%2f..%2fadmin',
    '/v1/card/..%5cadmin',
    '/v1/card/%252e%252e',
    '/v1/%2e%2e/admin',
    '/v1/../admin',
    '/v1/card/../../admin',
    '//v1/card/4700',
    '/v1//card/4700',
    '/v1/card//4700',
    '/v1/card/4700/',
    '/v1\\card\\4700',
    '/v1/card/4700%00',
    '/v1/card/%00',
    '/v1/card/4700%0d%0aX-Injected:%20yes',
    '/v1/card/4700%20HTTP/1.1',
    '/v1/card/4700;admin=1',
    '/v1/card/4700%3fadmin',
    '/v1/card/4700%23admin',
    '/v1/card/%ff',
    '/v1/card/%c0%ae%c0%ae',
    '/v1/card/%',
    '/v1/card/%zz',
    '/v1/card/\xff\xfe',
    '/V1/CARD/4700',
    '/v1/card/__proto__',
    '/v1/card/constructor',
    `/v1/card?msisdn=${ALLOWED}%00`,
    `/v1/card?msisdn[]=${ALLOWED}`,
    `/v1/card?msisdn=${ALLOWED}&msisdn=${FORBIDDEN}`,
    '/v1/card?__proto__[x]=1',
    'http://a/v1/admin',
    'http://a:b@c/v1/admin',
    'http://a/../v1/card/..',
    'http://',
    'file:///etc/passwd',
    'a:443',
    '*',
    '?',
    '/v1/card/4700#/admin',
  ].map(path),
  path(`/v1/card/${'a'.repeat(5_000)}`),
  path(`/v1/card/${'../'.repeat(1_000)}`),
  path(`/v1/card?${'a&'.repeat(2_000)}`),
];

const garbage: Shape[] = [
  ['nothing but an end', '\r\n\r\n\r\n\r\n'],
  ['zeros', Buffer.alloc(2_000)],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', `GET /v1/card?msisdn=${FORBIDDEN}\r\n\r\n`],
  ['HTTP/9.9', text(find.replace('1.1', '9.9'), ['Host: a', right])],
  ['no version', text(`GET /v1/card?msisdn=${FORBIDDEN}`, ['Host: a', right])],
  ['a tab in the first line', text(find.replace(' /', '\t/'), ['Host: a', right])],
  ['CONNECT', text('CONNECT crm:80 HTTP/1.1', ['Host: a', right])],
  ['TRACE', text('TRACE /v1/card HTTP/1.1', ['Host: a', right])],
  ['an unknown method', text(find.replace('GET', 'FROB'), ['Host: a', right])],
  ['HEAD of a card', text(find.replace('GET', 'HEAD'), ['Host: a', right, 'Connection: close'])],
  ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a proxy header', `PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\n${text(find, ['Host: a', right])}`],
].map(([name = '', bytes = '']) => ({ group: 'garbage', name: String(name), pieces: [bytes] }));

const bodies: Shape[] = [
  ['no JSON', '{"a":'],
  ['a null byte', '{"surname":"a\\u0000b"}\x00'],
  ['UTF-8 that is none', Buffer.from('{"surname":"\xff\xfe"}', 'latin1')],
  ['UTF-16', Buffer.from('{"surname":"a"}', 'utf16le')],
  ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['__proto__', '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'],
  ['a number of 50,000 digits', `{"a":${'9'.repeat(50_000)}}`],
  ['more than may be', `{"a":"${'x'.repeat(200_000)}"}`],
].map(([name = '', body = '']) => {
  const bytes = Buffer.from(body);
  const headersOf = ['Host: a', right, json, 'Connection: close', `Content-Length: ${bytes.length}`];
  return { group: 'bodies', name: String(name), pieces: [text(put, headersOf), bytes] };
});

/** Everything bad that has a name. */
export const shapes: readonly Shape[] = [
  ...smuggling,
  ...chunks,
  ...headers,
  ...paths,
  ...garbage,
  ...bodies,
];

/** A request that is right, to be made wrong by chance, and one with a wrong password. */
export const seeds = {
  right: text(`GET /v1/card?msisdn=${ALLOWED} HTTP/1.1`, ['Host: a', right, 'Connection: close']),
  write: text(put, ['Host: a', right, json, 'Connection: close', 'Content-Length: 15'], '{"surname":"a"}'),
  chunks: text(
    put,
    ['Host: a', right, json, 'Connection: close', chunked],
    'f\r\n{"surname":"a"}\r\n0\r\n\r\n',
  ),
  wrong: text(find, ['Host: a', wrong, 'Connection: close']),
};
