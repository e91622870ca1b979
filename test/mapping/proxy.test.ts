import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';

interface Written {
  readonly crm?: string;
  readonly custom?: string;
  readonly baseUrl?: string;
}

function textOf(operations: string, { crm = '', custom = '', baseUrl = 'http://crm.test' }: Written): string {
  const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');
  return [
    'mapping: 1',
    'name: test',
    'api: "1.2.0"',
    'params: { KEY: { secret: true } }',
    'crm:',
    `  baseUrl: ${baseUrl}`,
    indented(crm),
    'operations:',
    indented(operations),
    custom && `custom:\n${indented(custom)}`,
  ].join('\n');
}

/** The errors as `code: message (hint)`, and what stands in the file where each of them points. */
function errorsOf(operations: string, written: Written = {}): (readonly [string, string])[] {
  const text = textOf(operations, written);
  const document = new Document('test.yaml', text);
  loadMapping(document, { given: { KEY: 'k' }, unset: 'error' });
  return document.findings
    .filter(({ level }) => level === 'error')
    .map(({ code, message, hint, line, column }) => [
      `${code}: ${message}${hint ? ` (${hint})` : ''}`,
      text.split('\n')[line - 1]?.slice(column - 1) ?? '',
    ]);
}

const messagesOf = (...args: Parameters<typeof errorsOf>) => errorsOf(...args).map(([message]) => message);

describe('where it goes', () => {
  it.each(['true', '/cards', '"/cards/{% $request.params.cardNumber %}"'])('proxy: %s', path => {
    expect(messagesOf(`getCard: { proxy: ${path} }`)).toEqual([]);
  });

  it.each([
    [
      '"/cards/{cardNumber}"',
      "path: {cardNumber} would be sent just so (a part of Koshelek's path is written {% $request.params.cardNumber %})",
    ],
    ['/shop//cards', 'path: a path that is passed on has no //'],
    ['cards', 'path: the path of a call begins with /; the host stands in crm.baseUrl'],
    ['/cards?a=1', 'path: parameters do not belong into the path: put them under query:'],
    [
      '"/cards/{% $request.params.card %}"',
      'unknown-member: $request.params has no "card" (it has: cardNumber)',
    ],
    ['false', 'path: proxy is the path at the CRM, or true for the same path as that of the API'],
    ['7', 'path: proxy is the path at the CRM, or true for the same path as that of the API'],
  ])('proxy: %s is a finding', (path, message) => {
    expect(messagesOf(`getCard: { proxy: ${path} }`)).toEqual([message]);
  });

  it('is not below a baseUrl that the library would change', () => {
    expect(messagesOf('getCard: { proxy: true }', { baseUrl: 'http://crm.test/a//b' })).toEqual([
      'proxy: getCard cannot be passed on: the path of crm.baseUrl has a //',
    ]);
  });
});

describe('a body is not read', () => {
  const hint = (method: string) => `make a call of it: steps with ${method}: and body: "{% $request.body %}"`;

  it('so nothing of it is required', () => {
    const text = 'updateCardholder:\n  proxy: true\n  require: [email]';
    expect(errorsOf(text)).toEqual([
      [
        `proxy: members of the body are required, and a body that is passed on is not read (${hint('post')})`,
        'require: [email]',
      ],
    ]);
    expect(messagesOf('findCard: { proxy: true, require: [msisdn] }')).toEqual([]);
  });

  it('and none of its members has a kind', () => {
    const text = 'updateCardholder:\n  proxy: true\n  contract:\n    body: { email: email }';
    expect(errorsOf(text)).toEqual([
      [
        `proxy: members of the body are agreed on, and a body that is passed on is not read (${hint('post')})`,
        'body: { email: email }',
      ],
    ]);
  });

  it('so it is sent once', () => {
    expect(messagesOf('updateCardholder: { proxy: true, retries: 2 }')).toEqual([
      'proxy: a body that is passed on is gone when the reply comes: it is sent once, without retries (remove retries:)',
    ]);
    expect(
      messagesOf('updateCardholder: { proxy: true, retries: 0 }\ngetCard: { proxy: true, retries: 2 }'),
    ).toEqual([]);
  });

  it('and no expression sees it', () => {
    expect(
      messagesOf('updateCardholder: { proxy: true, success: "$request.body.email = $reply.body.email" }'),
    ).toEqual(['unknown-member: requests of this operation have no body']);
  });
});

describe('what a missing reply means', () => {
  it('is said, not guessed', () => {
    expect(errorsOf('getCard:\n  proxy: true\n  missing: $reply.status = 410')).toEqual([
      [
        'missing-key: it is not said what a reply that is missing means (add ifMissing: an error)',
        'missing: $reply.status = 410',
      ],
    ]);
    expect(messagesOf('findCard: { proxy: true, missing: $reply.status = 410 }')).toEqual([
      'missing-key: it is not said what a reply that is missing means (add ifMissing: an error, or nothing)',
    ]);
  });

  it.each([
    ['findCard: { proxy: true, ifMissing: nothing }', []],
    ['updateCardholder: { proxy: true, ifMissing: nothing }', []],
    ['getCard: { proxy: true, ifMissing: cardNotFound }', []],
    [
      'getCard: { proxy: true, ifMissing: nothing }',
      [
        'breaks-contract: getCard may not answer nothing: the contract asks for a body (name an error instead)',
      ],
    ],
    [
      'getCard: { proxy: true, ifMissing: cardNotfound }',
      ['unknown-value: there is no error "cardNotfound"; did you mean "cardNotFound"?'],
    ],
    [
      'getCard: { proxy: true, ifMissing: unauthorized }',
      [expect.stringMatching(/^unknown-value: there is no error "unauthorized"/)],
    ],
  ])('%s', (operations, messages) => {
    expect(messagesOf(operations)).toEqual(messages);
  });
});

describe('auth that it cannot serve', () => {
  const both = 'getCard: { proxy: true }\nupdateCardholder: { proxy: true }';
  const login = (send = '') => `auth: { login: { post: /login, token: $reply.body.token${send} } }`;
  const hint = (id: string) =>
    `(say auth that needs no body (basic, bearer, header, query), or make a call of ${id}, with steps:)`;

  it.each([
    'auth: none',
    'auth: { basic: { user: a, password: "${KEY}" } }',
    'auth: { bearer: "${KEY}" }',
    'auth: { header: { name: X-Key, value: "${KEY}" } }',
    'auth: { query: { name: key, value: "${KEY}" } }',
  ])('is not %s', crm => {
    expect(messagesOf(both, { crm })).toEqual([]);
  });

  it.each([
    [login(), 'when the token of crm.auth is refused, its body is gone and cannot be sent once more'],
    [
      'auth: { oauth2: { tokenUrl: "http://crm.test/token", grant: client_credentials, clientId: a, clientSecret: "${KEY}" } }',
      'when the token of crm.auth is refused, its body is gone and cannot be sent once more',
    ],
    [
      'auth: { hmac: { key: "${KEY}", string: "{% $call.target %}", headers: { X-Sign: "{% $signature %}" } } }',
      'crm.auth signs a call before it is sent, and its body is still arriving then',
    ],
  ])('is %s, where there is a body', (crm, why) => {
    expect(errorsOf(both, { crm })).toEqual([
      [
        `proxy: updateCardholder cannot be passed on: ${why} ${hint('updateCardholder')}`,
        'updateCardholder: { proxy: true }',
      ],
    ]);
  });

  it('is a token that goes into the body', () => {
    const crm = login(', send: { body: { auth: "{% $session.token %}" } }');
    const why = 'the token of crm.auth goes into the body, which comes from Koshelek';
    expect(messagesOf('getCard: { proxy: true }', { crm })).toEqual([
      `proxy: getCard cannot be passed on: ${why} ${hint('getCard')}`,
    ]);
  });
});

it('is one thing, and has no steps', () => {
  expect(messagesOf('getCard: { proxy: true, steps: {}, response: {} }')).toEqual([
    expect.stringMatching(/^unknown-key: unknown key "steps"/),
    expect.stringMatching(/^unknown-key: unknown key "response"/),
  ]);
});

it('reads JSON alone as it says', () => {
  expect(messagesOf('reserveCard: { proxy: true, reply: text, asText: [number] }')).toEqual([
    'useless-key: asText is for replies in JSON, and this one is text',
  ]);
});

it("may be an operation of the mapping's own, whose answer is agreed on", () => {
  const rest = 'route: "GET /v1/card/{cardNumber}/tiers", contract: { response: [text] }';
  expect(messagesOf('getCard: { proxy: true }', { custom: `tiers: { ${rest}, proxy: true }` })).toEqual([]);
  expect(
    messagesOf('getCard: { proxy: true }', {
      custom: 'tiers: { route: GET /v1/tiers, contract: {}, proxy: true }',
    }),
  ).toEqual([expect.stringMatching(/does not say what it answers/)]);
});
