import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { operations } from '../../src/loyalty-api/operations.js';
import { readRequest } from '../../src/loyalty-api/read-request.js';
import { loadMapping } from '../../src/mapping/load.js';
import {
  findingsOf,
  mappingOf,
  mappingText,
  problemsOf,
  runMapping,
  runSteps,
  spotted,
} from './run-steps.js';

/** A mapping with operations of its own. */
function customOf(custom: string) {
  const document = new Document('test.yaml', `${mappingText('a: { answer: nothing }')}\ncustom:\n${custom}`);
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  return {
    operation: (id: string) => mapping?.operations.get(id)?.operation,
    mapping,
    problems: document.findings.map(
      ({ code, message, hint }) => `${code}: ${message}${hint ? ` (${hint})` : ''}`,
    ),
    spots: document.findings.map(({ line, column }) =>
      document.text.split('\n')[line - 1]?.slice(column - 1),
    ),
  };
}

const operationOf = (rest: string, operation: keyof typeof operations = 'updateCardholder') =>
  mappingOf('a: { answer: nothing }', { operation, rest }).operations.get(operation)?.operation;

describe('a route', () => {
  it.each([
    ['PUT /v2/card/{cardNumber}', ['PUT'], '/v2/card/{cardNumber}'],
    ['POST|PATCH /shops/{shop}/card/{cardNumber}', ['POST', 'PATCH'], '/shops/{shop}/card/{cardNumber}'],
    ['DELETE /v1.1/a-b_c~d/{cardNumber}', ['DELETE'], '/v1.1/a-b_c~d/{cardNumber}'],
  ])('is overridden: %s', (route, methods, path) => {
    expect(operationOf(`route: ${route}`)).toMatchObject({ methods, path, confidence: 'agreed' });
  });

  it('may have more parameters than the API knows, which are parts of a path', () => {
    const operation = operationOf('route: POST /shops/{shop}/card/{cardNumber}');
    expect(operation?.request.params).toEqual({ shop: 'segment', cardNumber: 'cardNumber' });
  });

  it('is also that of an operation that is not supported', () => {
    const text = mappingText('{}').replace(
      / {4}steps:.*/s,
      '    route: PUT /v2/qr\n    unsupported: no receipts',
    );
    const mapping = loadMapping(new Document('test.yaml', text), { given: {}, unset: 'error' });
    expect(mapping?.operations.get('sendReceiptQr')?.operation.path).toBe('/v2/qr');
  });

  it.each([
    ['/v2/card/{cardNumber}', '"/v2/card/{cardNumber}" is no route: a method and a path are needed'],
    [
      'PUT  /v2/card/{cardNumber}',
      '"PUT  /v2/card/{cardNumber}" is no route: a method and a path are needed',
    ],
    ['put /v2/card/{cardNumber}', '"put" is no method: there are GET, POST, PUT, PATCH, DELETE'],
    ['HEAD /v2/card/{cardNumber}', '"HEAD" is no method: there are GET, POST, PUT, PATCH, DELETE'],
    ['PUT|PUT /v2/card/{cardNumber}', 'a method is named twice'],
    ['GET /v2/card/{cardNumber}', 'requests of updateCardholder have a body, and those of a GET have none'],
    [
      'PUT|GET /v2/card/{cardNumber}',
      'a GET has no body and the others have one: an operation has GET alone, or others',
    ],
    ['PUT /{constructor}/{cardNumber}', '"constructor" is a name that JavaScript keeps for itself'],
    ['PUT /{1a}/{cardNumber}', '"1a" is no name for a parameter: letters, digits and _ only, a letter first'],
    ['PUT /v2/card', 'the path lacks {cardNumber}, which updateCardholder needs'],
    ['PUT /{cardNumber}/{cardNumber}', 'a parameter stands twice in the path'],
    ...[
      'v2/{cardNumber}',
      '/../{cardNumber}',
      '/{cardNumber}/',
      '//{cardNumber}',
      '/a{cardNumber}',
      '/*',
      '/%41/{cardNumber}',
    ].map(path => [
      `PUT ${path}`,
      `"${path}" is no path of a route: its parts are words (letters, digits, - . _ ~) or {parameters}`,
    ]),
  ])('that is none is told: %s', (route, message) => {
    const problems = problemsOf('a: { answer: nothing }', {
      operation: 'updateCardholder',
      rest: `route: "${route}"`,
    });
    const [problem, ...others] = problems;
    expect(problem?.replace(/ \(a route looks like this: .*\)$/, '')).toBe(`route: ${message}`);
    expect(others).toEqual([]);
  });

  it('is of one operation alone, whatever its parameters are called', () => {
    const { problems, spots } = customOf(
      '  one:\n    route: POST|PUT|DELETE /v1/x/{a}\n    contract: { response: nothing }\n' +
        '  two:\n    route: DELETE|POST /v1/x/{b}\n    contract: { response: nothing }\n',
    );
    expect(problems).toEqual([
      'duplicate-route: DELETE|POST /v1/x/{b} is the route of one already (give one of them another route:)',
    ]);
    expect(spots).toEqual(['route: DELETE|POST /v1/x/{b}']);
  });

  it('is not that of an operation of the API that the mapping leaves out', () => {
    const { problems } = customOf(
      '  mine:\n    route: GET /v1/card/getAllUsers\n    contract: { response: nothing }',
    );
    expect(problems).toEqual([
      "duplicate-route: GET /v1/card/getAllUsers is the route of the API's listUsers (map it under operations: as listUsers)",
    ]);
  });

  it('that cannot be read is told, and nothing that follows from it', () => {
    const { problems } = customOf(
      '  one:\n    route: GET v1/a/{x}\n    contract: { response: { x: text } }\n    response: { x: "{% $request.params.x %}" }',
    );
    expect(problems).toHaveLength(1);
    const text = mappingText('{}', {
      operation: 'listPromos',
      rest: 'route: GET v2/promo/{x}\nresponse: []',
    });
    const custom = 'custom:\n  a:\n    route: GET /v1/promo\n    contract: { response: nothing }';
    const document = new Document('test.yaml', `${text}\n${custom}`);
    loadMapping(document, { given: {}, unset: 'error' });
    expect(document.findings).toHaveLength(1);
  });

  it.each([
    [undefined, '/v1/card/{cardNumber}'],
    ['v2', '/v2/card/{cardNumber}'],
    ['', '/card/{cardNumber}'],
  ])('of the API begins with the version segment: %o', (versionSegment, path) => {
    const text = mappingText('a: { answer: nothing }', { operation: 'updateCardholder' });
    const mapping = loadMapping(new Document('x', text), { given: {}, unset: 'error', versionSegment });
    expect(mapping?.operations.get('updateCardholder')?.operation.path).toBe(path);
  });

  it('of the mapping has no version segment but its own', () => {
    const text = mappingText('a: { answer: nothing }', { rest: 'route: POST /qr' });
    const mapping = loadMapping(new Document('x', text), { given: {}, unset: 'error', versionSegment: 'v2' });
    expect(mapping?.operations.get('sendReceiptQr')?.operation.path).toBe('/qr');
  });
});

describe('what a request must carry', () => {
  const find = (rest: string, query: Record<string, string>) =>
    runSteps('a: { answer: nothing }', { operation: 'findCard', rest, request: { query } });

  it.each([
    ['require: []', {}, undefined],
    [
      'require: [msisdn]',
      { email: 'anna@example.com' },
      'missingParameter: query parameter "msisdn" is missing',
    ],
    ['require: [msisdn]', { msisdn: '+7 (962) 048-01-00' }, undefined],
    ['require: [{ oneOf: [msisdn, email] }]', { email: 'anna@example.com' }, undefined],
    [
      'require: [{ oneOf: [msisdn, email] }]',
      { birthDate: '2001-02-03' },
      'missingParameter: there is none of query parameter "msisdn", query parameter "email"',
    ],
    ['require: [query.shop]', { shop: '7' }, undefined],
    ['require: [query.shop]', { shop: ' ' }, 'missingParameter: query parameter "shop" is missing'],
    ['require: [query.constructor]', {}, 'missingParameter: query parameter "constructor" is missing'],
    ['require: [query.shop]', {}, 'missingParameter: query parameter "shop" is missing'],
  ])('%s %o', async (rest, query, failure) => {
    const response = 'response: { card: "{% $request %}" }';
    expect((await find(`${rest}\n${response}`, query)).failure).toBe(failure);
  });

  it('may be a member of the body', async () => {
    const run = (body: unknown) =>
      runSteps('a: { answer: nothing }', {
        operation: 'issueReservedCard',
        rest: 'require: [phone, body.shop]',
        body,
        request: { params: { cardNumber: '1' } },
      });
    expect((await run({ phone: '79620480100', shop: 0 })).failure).toBe(undefined);
    for (const shop of ['', ' ', null]) {
      const { failure } = await run({ phone: '79620480100', shop });
      expect(failure).toBe('missingParameter: body member "shop" is missing');
    }
    expect((await run({ shop: '1' })).failure).toBe('missingParameter: body member "phone" is missing');
    expect((await run({ phone: ' ', shop: '1' })).failure).toBe(
      'missingParameter: body member "phone" is missing',
    );
    expect((await run({ phone: '79620480100' })).failure).toBe(
      'missingParameter: body member "shop" is missing',
    );
  });

  it('is refused when it is given twice, also if the API does not know it', async () => {
    const rest = 'require: [query.shop]\nresponse: { card: "{% $request %}" }';
    const mapping = mappingOf('a: { answer: nothing }', { operation: 'findCard', rest });
    const operation = mapping.operations.get('findCard')?.operation ?? operations.findCard;
    const raw = { method: 'GET', path: '/v1/card', params: {}, query: 'shop=1&shop=2', headers: {} };
    expect(() => readRequest(operation, raw, [])).toThrow('query parameter "shop" is given more than once');
  });

  it.each([
    [
      '[5, { oneOf: [emial] }, email]',
      ['this is the name of a value, or { oneOf: [names] }', 'requests of this operation have no "emial"'],
      ['5, {', 'emial]'],
    ],
    [
      '[{ oneOf: [5, emial] }]',
      ['this is the name of a value, or { oneOf: [names] }', 'requests of this operation have no "emial"'],
      ['5, e', 'emial]'],
    ],
    ['[{ oneOf: [] }]', ['one of nothing is never there'], ['{ one']],
    ['[{ one: 5 }]', ['this is the name of a value, or { oneOf: [names] }'], ['{ one']],
    [
      '[cardNumber, params.cardNumber]',
      ['a part of the path is always there', 'a part of the path is always there'],
      ['cardN', 'params'],
    ],
    [
      '[email]\ncontract: { query: { email: text } }',
      ['"email" may be either: write query.email or body.email'],
      ['email]'],
    ],
  ])('is told at its place: %s', (require, messages, starts) => {
    const findings = findingsOf('a: { answer: nothing }', {
      operation: 'updateCardholder',
      rest: `require: ${require}`,
    });
    expect(findings.map(({ message }) => message)).toEqual(messages);
    const spots = spotted('a: { answer: nothing }', {
      operation: 'updateCardholder',
      rest: `require: ${require}`,
    });
    expect(spots.map((spot, index) => spot.startsWith(starts[index] ?? '?'))).toEqual(
      messages.map(() => true),
    );
  });

  it('is told when the API does not know it', () => {
    const rest = 'require: [phon, { oneOf: [email, mail] }, query.tag]';
    const problems = problemsOf('a: { answer: nothing }', { operation: 'updateCardholder', rest });
    expect(problems).toEqual([
      'require: requests of this operation have no "phon" (did you mean phone?)',
      'require: requests of this operation have no "mail" (did you mean email?)',
    ]);
    expect(
      problemsOf('a: { answer: nothing }', {
        operation: 'findCard',
        rest: 'require: [body.x]\nresponse: { card: "{% $request %}" }',
      }),
    ).toEqual(['require: requests of this operation have no body']);
  });
});

describe('a contract', () => {
  it('takes fields in another kind and knows more of them', async () => {
    const rest =
      'contract:\n  query: { msisdn: text, since: date }\nrequire: []\nresponse: { card: "{% $request %}" }';
    const run = (query: Record<string, string>) =>
      runSteps('a: { answer: nothing }', { operation: 'findCard', rest, request: { query } });
    expect((await run({ msisdn: 'none of your business', since: '2026-01-31' })).failure).toBeUndefined();
    expect((await run({ since: '31.01.2026' })).failure).toMatch(/^badDate/);
    expect((await run({ email: 'x' })).failure).toMatch(/^badParameter/);
  });

  it('compares dates only as long as both are dates', async () => {
    const rest = 'contract: { query: { endDate: text } }\nresponse: []';
    const query = { startDate: '2026-02-01', endDate: '2026-01-01' };
    const { failure } = await runSteps('a: { value: "1" }', {
      operation: 'listPurchases',
      rest,
      request: { query, params: { cardNumber: '1' } },
    });
    expect(failure).toBeUndefined();
  });

  const shapes = `
contract:
  response:
    card:
      number: filled
      state: { oneOf: [new, old] }
      tags: [text]
      born?: date
      total: integer
      "what??": digits
      more?: any`;

  it.each([
    [
      '{ number: 1, state: new, tags: a, total: -5, "what?": "007", extra: true }',
      { number: '1', state: 'new', tags: ['a'], total: '-5', 'what?': '007', extra: 'true' },
    ],
    [
      '{ number: 1, state: old, tags: [], born: "2026-01-31", total: 1, "what?": 1, more: { a: [1] } }',
      {
        number: '1',
        state: 'old',
        tags: [],
        born: '2026-01-31',
        total: '1',
        'what?': '1',
        more: { a: ['1'] },
      },
    ],
  ])('says what the answer holds: %s', async (card, body) => {
    const escaped = card.replace('"what?"', '"what??"');
    const { answer, failure } = await runSteps('{}', {
      operation: 'reserveCard',
      rest: `response: { card: ${escaped} }${shapes}`,
    });
    expect(failure).toBeUndefined();
    expect(JSON.parse(answer.body)).toEqual({ card: body });
  });

  it('is held against the answer in all that it says', async () => {
    const rest = `response:\n  card: "{% $merge([{ 'number': '', 'state': 'x', 'born': 'y', 'total': 1.5, 'what?': 'z' }]) %}"${shapes}`;
    expect((await runSteps('{}', { operation: 'reserveCard', rest })).failure).toBe(
      'contractFault: card.number: is empty; card.state: expected one of new, old; ' +
        'card.born: expected a date YYYY-MM-DD; card.total: expected a whole number; card.what?: expected digits only',
    );
  });

  it('may say that there is nothing to answer, or that the answer may be nothing', async () => {
    const silent = await runSteps('{}', {
      operation: 'reserveCard',
      rest: 'contract: { response: nothing }',
    });
    expect(silent.answer).toEqual({ status: 200, body: '' });
    const rest = 'contract: { response?: { n: text } }\nresponse: { n: 1 }';
    expect((await runSteps('a: { answer: nothing }', { operation: 'reserveCard', rest })).answer.body).toBe(
      '',
    );
    expect(
      problemsOf('a: { answer: nothing }', {
        operation: 'reserveCard',
        rest: 'contract: { response: { n: text } }\nresponse: { n: 1 }',
      }),
    ).toEqual([
      'breaks-contract: reserveCard may not answer nothing: the contract asks for a body (fail with an error instead)',
    ]);
  });

  it.each([
    ['response: txt', '"txt" says no kind of value'],
    ['response: { oneOf: [] }', 'oneOf is a list of texts: { oneOf: [a, b] }'],
    ['response: { a: { oneOf: [[a]] } }', 'this is no text: write it in quotes'],
    ['response: { a: { oneOf: [a, 2.50] } }', 'this is no text: write it in quotes'],
    ['response: { a: { oneOf: [a], b: text } }', 'oneOf stands alone, without members beside it'],
    ['response: { a: text, a?: date }', 'the member a stands twice'],
    ['response?: nothing', 'nothing is always nothing: write response: nothing'],
    [`response: ${'['.repeat(40)}text${']'.repeat(40)}`, 'a contract is nested no deeper than 32'],
    ['response: { a: 5 }', 'this says no kind of value'],
    ['response: constructor', '"constructor" says no kind of value'],
    ['response: []', 'a list of a contract has one item, which stands for all: here are 0'],
    ['response: [text, text]', 'a list of a contract has one item, which stands for all: here are 2'],
    [
      'query: { a: phone }',
      'there is no kind of value "phone"; known: msisdn, date, email, sex, text, cardNumber, segment',
    ],
    ['query: { a: texts }', 'there is no kind of value "texts"; did you mean "text"?'],
    ['{ response: text, response?: text }', 'say response or response?, not both'],
    ['body: { a: text }', 'requests of a GET have no body'],
  ])('that is none is told: %s', (contract, message) => {
    const rest = `contract:\n  ${contract}\nresponse: { n: 1 }`;
    const problems = problemsOf('{}', { operation: 'reserveCard', rest });
    expect(problems.map(problem => problem.replace(/^[\w-]+: | \(.*\)$/g, ''))).toContain(message);
  });
});

describe('an operation of the mapping', () => {
  it('has a route, a contract, steps and a response', async () => {
    const { mapping, operation, problems } = customOf(`
  cardTiers:
    summary: tiers of a card
    route: POST /v1/card/{cardNumber}/tiers
    require: [lang]
    contract:
      query: { lang: text }
      body: { since: date }
      response: { tiers: [{ name: filled, until?: date }] }
    steps:
      tiers: { get: "/tiers/{% $request.params.cardNumber %}", query: { since?: "{% $request.body.since %}" } }
    response: { tiers: "{% $tiers.rows %}" }`);
    expect(problems).toEqual([]);
    expect(operation('cardTiers')).toMatchObject({
      since: 'custom',
      confidence: 'agreed',
      summary: 'tiers of a card',
    });
    const only = {
      ...mapping,
      operations: new Map([...(mapping?.operations ?? [])].slice(1)),
    } as NonNullable<typeof mapping>;
    const request = { params: { cardNumber: '4700' }, query: { lang: 'ru' } };
    const replyTo = () => ({ body: { rows: { name: 'gold' } } });
    const { answer, calls } = await runMapping(only, { request, body: { since: '2026-01-31' }, replyTo });
    expect(calls[0]?.url).toBe('http://crm.test/tiers/4700?since=2026-01-31');
    expect(answer.body).toBe('{"tiers":[{"name":"gold"}]}');
    const bad = await runMapping(only, { request, body: { since: 'x' }, replyTo });
    expect(bad.failure).toMatch(/^badDate/);
  });

  it.each([
    ['getCard', 'getCard is an operation of the API, which stands under operations:'],
    ['my-op', '"my-op" is no name for an operation: letters, digits and _ only, a letter first'],
    ['constructor', '"constructor" is a name that JavaScript keeps for itself'],
  ])('has a name of its own: %s', (id, message) => {
    const { problems } = customOf(`  ${id}:\n    route: GET /x\n    contract: { response: nothing }`);
    expect(problems).toEqual([`operation-name: ${message}`]);
  });

  it('that lacks its route and its contract hides no mistake of another', () => {
    expect(
      customOf('  a: {}\n  bad-name: { route: GET /x, contract: { response: textt } }').problems,
    ).toEqual([
      'missing-key: "route" is missing: a text is needed',
      'missing-key: "contract" is missing: a mapping of keys to values is needed',
      'operation-name: "bad-name" is no name for an operation: letters, digits and _ only, a letter first',
    ]);
  });

  it('may answer with a text alone', async () => {
    const rest = 'contract: { response: { oneOf: [ACTIVE] } }\nresponse: ACTIVE';
    expect((await runSteps('{}', { operation: 'reserveCard', rest })).answer.body).toBe('"ACTIVE"');
  });

  it('must say its route, its contract, and what it answers', () => {
    expect(customOf('  a: {}').problems).toEqual([
      'missing-key: "route" is missing: a text is needed',
      'missing-key: "contract" is missing: a mapping of keys to values is needed',
    ]);
    expect(customOf('  a: { route: GET /a, contract: {} }').problems).toEqual([
      'missing-key: the contract of a does not say what it answers (add response:, or response: nothing)',
    ]);
  });

  it('stands under custom, which is said where one is looked for among the operations', () => {
    const text = `${mappingText('a: { answer: nothing }')}\n  tiers: {}`;
    const document = new Document('test.yaml', text);
    loadMapping(document, { given: {}, unset: 'error' });
    expect(document.findings[0]?.hint).toMatch(/operations of your own stand under custom:$/);
  });
});
