import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import { findingsOf, mappingOf, mappingText, problemsOf, runSteps, spotted } from './run-steps.js';

// What would go wrong in every request, or silently mean something else, is told before there is one.

describe('members that a request or a reply never has', () => {
  it.each([
    ['$request.bdy.phone', 'error', '$request has no "bdy"'],
    ['$request.param.cardNumber', 'error', '$request has no "param"'],
    ['$request.params.cardnumber', 'error', '$request.params has no "cardnumber"'],
    ['$request.headers.`x-shop`', 'error', '$request.headers has no "x-shop"'],
    ['$request.query.mssidn', 'warning', 'the contract knows no $request.query.mssidn'],
    ['$count($request.query.birthdate)', 'warning', 'the contract knows no $request.query.birthdate'],
    ['$request.body.phone', 'error', 'requests of this operation have no body'],
  ])('%s', (expression, level, message) => {
    const steps = `a: { when: ${JSON.stringify(`$exists(${expression})`)}, answer: nothing }`;
    expect(
      findingsOf(steps, { operation: 'findCard', rest: 'response: { card: "{% $request %}" }' }),
    ).toEqual([expect.objectContaining({ level, code: 'unknown-member', message })]);
  });

  it('of a reply', () => {
    expect(problemsOf('a: { get: /a, take: $reply.boddy.items, missing: $reply.stauts = 404 }')).toEqual([
      'unknown-member: $reply has no "boddy" (did you mean $reply.body?)',
      'unknown-member: $reply has no "stauts" (did you mean $reply.status?)',
    ]);
  });

  it.each([
    '$request.query.page',
    '$request.headers.`accept-language`',
    '$request.params.cardNumber',
    '$request.method & $request.path',
    '$request.body.surname',
    '$request.body[surname = "x"].phone',
  ])('unlike %s', expression => {
    const steps = `a: { value: ${JSON.stringify(expression)} }`;
    const top = 'requestHeaders: [Accept-Language]';
    expect(problemsOf(steps, { operation: 'updateCardholder', top })).toEqual([]);
  });
});

describe('an expression that is written as literal text', () => {
  it.each([
    'get: /cards/$request.params.cardNumber',
    'get: /a\n  query: { phone: $request.query.msisdn }',
    'post: /a\n  body: { filter: { phone: "{{ $request.query.msisdn }}" } }',
    'post: /a\n  body: { sum: "$total($request.body.sums)" }',
    'post: /a\n  body: { id: "$before.id" }',
    'post: /a\n  body: { id: "$reply.body.id" }',
  ])('%j', step => {
    const [found] = problemsOf(`before: { value: 1 }\nb:\n  ${step}`);
    expect(found).toMatch(
      /^marker: \$\w+ stands in literal text, and would be sent just so \(a value is written/,
    );
  });

  it.each([
    'query: { $filter: "name eq 1", price: "$5", odata: "$select" }',
    'query: { a: "{% \'$request\' %}" }',
    'query: { q: "query ($before: ID!, $request: ID) { holder(card: $before) { id } }" }',
    'query: { text: "costs $sum(3)" }',
  ])('unlike %j', query => {
    expect(problemsOf(`before: { value: 1 }\na:\n  get: /a\n  ${query}`)).toEqual([]);
  });

  it('nor is ${…} an expression', () => {
    const [found] = problemsOf('a:\n  get: /a\n  query: { a: "${card.num}" }');
    expect(found).toBe(
      'unknown-param: there is no param "card.num"; declare it under params: (for the value of an expression write "{% … %}")',
    );
  });
});

describe('an answer that never fits the contract', () => {
  it.each([
    ['reserveCard', 'response: nothing', '"nothing" is no answer'],
    ['findCard', 'response: nothing', '"nothing" is no answer'],
    ['reserveCard', 'response: { number: 1 }', 'the answer never fits the contract: cardNumber: is missing'],
    [
      'findCard',
      'response: { card: { cardNumber: 1, cardState: aktive, barcode: { barcodeNumber: 1, barcodeType: EAN_13 } } }',
      'the answer never fits the contract: card.cardState',
    ],
    ['updateCardholder', 'response: { ok: true }', 'updateCardholder answers with an empty body'],
  ] as const)('%s %s', (operation, rest, message) => {
    expect(findingsOf('a: { value: "1" }', { operation, rest })).toEqual([
      expect.objectContaining({ code: 'breaks-contract', message: expect.stringContaining(message) }),
    ]);
  });

  it('at the member that is wrong', () => {
    const rest =
      'response:\n  card:\n    cardNumber: 1\n    cardState: aktive\n    barcode: { barcodeNumber: 1, barcodeType: EAN13 }';
    expect(spotted('a: { value: "1" }', { operation: 'findCard', rest })).toEqual(['aktive', 'EAN13 }']);
  });

  it('in a step', () => {
    expect(problemsOf('a: { answer: { x: 1 } }', { operation: 'updateCardholder' })).toEqual([
      'breaks-contract: updateCardholder answers with an empty body (write answer: nothing)',
    ]);
  });

  it('holds no secret', () => {
    const secret = {
      operation: 'reserveCard',
      params: 'TOKEN: { secret: true }',
      given: { TOKEN: 'token' },
    } as const;
    expect(
      problemsOf('a: { value: "1" }', { ...secret, rest: 'response: { cardNumber: "${TOKEN}" }' }),
    ).toEqual(['secret-param: the param TOKEN is secret: Koshelek does not get to see it']);
    expect(problemsOf('a: { answer: { cardNumber: "{% 1 %}${TOKEN}" } }', secret)).toEqual([
      'secret-param: the param TOKEN is secret: Koshelek does not get to see it',
    ]);
  });

  it('is not guessed of a param that has no value yet', () => {
    const rest =
      'response: { card: { cardNumber: 1, cardState: "${STATE}", barcode: { barcodeNumber: 1, barcodeType: EAN_8 } } }';
    const text = mappingText('a: { post: /a }', {
      operation: 'findCard',
      params: 'STATE: { required: true }',
      rest,
    });
    const document = new Document('test.yaml', text);
    expect(loadMapping(document, { given: {}, unset: 'placeholder' })).toBeDefined();
    expect(document.findings).toEqual([]);
    loadMapping(document, { given: { STATE: 'aktive' }, unset: 'placeholder' });
    expect(document.findings[0]?.message).toContain('card.cardState: expected one of');
  });
});

describe('what no call can carry', () => {
  it.each([
    ['headers: { X-A: , X-B: [1] }', ['X-A must be a text', 'X-B must be a text']],
    ['headers: { X-C: "naïve", X-D: "a\\nb" }', ['X-C holds characters', 'X-D holds characters']],
    [
      'query: { a: { x: 1 }, b: [], c: " " }',
      ['a must be a text', 'b is an empty list', 'c is an empty text'],
    ],
    ['query: { a: "" }', ['a is an empty text: many systems read that as no filter at all']],
  ])('%s', (part, messages) => {
    expect(problemsOf(`a:\n  get: /a\n  ${part}`)).toEqual(
      messages.map(message => expect.stringMatching(new RegExp(`^cannot-be-sent: .*\\.${message}`))),
    );
  });

  it.each([
    ['query: { a: 1, "a?": 2 }', '"a?" and "a" are the same key'],
    ['headers: { X-A: 1, x-a: 2 }', '"x-a" and "X-A" are the same key'],
    ['body: { b: { email: 1, "email?": 2 } }', '"email?" and "email" are the same key'],
    ['body: { "${FIELD}": 1, email: 2 }', '"email" and "${FIELD}" are the same key'],
  ])('twice: %s', (part, message) => {
    const params = 'FIELD: { default: email }';
    expect(problemsOf(`a:\n  post: /a\n  ${part}`, { params })).toEqual([`duplicate-key: ${message}`]);
  });

  it.each(['tok\n', ' tok', 'токен'])('the token %j', TOKEN => {
    const crm = 'auth: { bearer: "${TOKEN}" }';
    const found = problemsOf('a: { get: /a }', { crm, params: 'TOKEN: { secret: true }', given: { TOKEN } });
    expect(found).toEqual([expect.stringContaining('credential: the token cannot stand in a header')]);
  });

  it('an empty token', () => {
    expect(problemsOf('a: { get: /a }', { crm: 'auth: { bearer: "" }' })).toEqual([
      'credential: the token is empty',
    ]);
  });

  it('a path with a line break in it', () => {
    expect(problemsOf('a:\n  get: "/a\\nb"')).toEqual([
      'path: a line break or a backslash is no part of a path',
    ]);
  });
});

it('ends a block of text where its author ended it', async () => {
  const steps =
    'a:\n  get: |\n    /cards/{% $request.method %}\n  query:\n    from: >\n      2026-01-01\n      00:00';
  const { calls } = await runSteps(steps);
  expect(calls[0]?.url).toBe('http://crm.test/cards/POST?from=2026-01-01%2000%3A00');
});

it('finds what is wrong beside a param that is not set', () => {
  const steps = 'a:\n  get: /a\n  query: { site?: "${SITE}-{% $bogus %}" }';
  expect(problemsOf(steps, { params: 'SITE: {}' })).toEqual([
    expect.stringContaining('there is no variable $bogus'),
  ]);
});

it.each(['request', 'params', 'reply', 'item', 'page', 'given', 'session', 'constructor'])(
  'no function is called %s',
  name => {
    const found = problemsOf('a: { value: "1" }', { functions: `${name}: function($x) { $x }` });
    expect(found).toEqual([expect.stringContaining(`function-name: "${name}" is`)]);
  },
);

it.each([
  ['$card.rows#$card.{ "n": 1 }', '$card'],
  ['$card#$request[$request = 0]', '$request'],
  ['$card@$request.a', '$request'],
])('no name is bound to hide another: %s', (expression, name) => {
  expect(problemsOf(`card: { get: /a }\nb: { value: ${JSON.stringify(expression)} }`)).toEqual(
    expect.arrayContaining([expect.stringContaining(`shadowed-name: ${name} is already`)]),
  );
});

it.each([
  '$request.body.a = 4700000000000072783',
  '[0.12345678901234567890]',
  '$string(12345678901234567.89)',
])('a number that JSONata would change: %s', expression => {
  const [found, ...others] = problemsOf(`a: { value: ${JSON.stringify(expression)} }`);
  expect(found).toMatch(/^long-number: JSONata reads [\d.]{17,} as the number/);
  expect(others).toEqual([]);
});

it.each([
  ['$total($request.body.sums) < 100', '$total gives a text, and < compares texts letter by letter'],
  ['100 >= $minor($request.body.sum)', '$minor gives a text, and >= compares texts letter by letter'],
  ['$minor($request.body.sum) + 1', '$minor gives a text, and + takes numbers'],
  ['"x" & $numeral("90")', '$numeral is for what is sent to the CRM: & does not know it'],
  ['$request.body.id = $numeral("90")', '$numeral is for what is sent to the CRM: = does not know it'],
])('an operator that cannot do with a decimal what it seems to: %s', (expression, message) => {
  expect(problemsOf(`a: { value: ${JSON.stringify(expression)} }`)).toEqual([
    expect.stringContaining(`decimal-operand: ${message}`),
  ]);
});

it.each([
  '$compare($total($request.body.sums), 100) < 0',
  '$total($request.body.sums) = "100"',
  '$total($request.body.sums) & " roubles"',
  '$date($request.body.day) < "2026-01-01"',
  '$exists($request.body.id) ? $numeral($request.body.id)',
])('and one that can: %s', expression => {
  expect(problemsOf(`a: { value: ${JSON.stringify(expression)} }`)).toEqual([]);
});

it('a step that is never reached', () => {
  expect(findingsOf('a: { fail: rejected }\nb: { get: /b }')).toEqual([
    expect.objectContaining({ level: 'warning', code: 'unreachable-step' }),
  ]);
});

it('lets a GET be a write, where it says so', () => {
  const { operations } = mappingOf('a: { get: /reserve, safe: false }\nb: { get: /b }');
  const operation = operations.get('sendReceiptQr');
  expect(operation?.kind === 'steps' && operation.stages.length).toBe(2);
});

describe('under a key that may be left out', () => {
  const sent = async (body: string, request: unknown) => {
    const { calls, failure } = await runSteps(`a:\n  post: /a\n  body:\n    ${body}`, { body: request });
    return failure ?? JSON.parse(calls[0]?.body ?? '');
  };

  it.each([
    ['phones?: [{ number?: "{% $request.body.phone %}" }]', {}, {}],
    ['phones?: [{ number?: "{% $request.body.phone %}" }]', { phone: '1' }, { phones: [{ number: '1' }] }],
    ['phones?: ["{% $request.body.a %}", "{% $request.body.b %}"]', { b: 'x' }, { phones: ['x'] }],
    ['phones?: []', {}, { phones: [] }],
    ['deep?: { list: [{ x?: "{% $request.body.x %}" }] }', {}, { deep: { list: [{}] } }],
  ])('%s with %j', async (body, request, expected) => {
    expect(await sent(body, request)).toEqual(expected);
  });

  it('and not elsewhere', async () => {
    expect(await sent('phones: ["{% $request.body.phone %}"]', {})).toMatch(
      /^mappingFault: .*phones\[0\] is nothing/,
    );
  });
});

it('a secret too short to be masked', () => {
  const secret = { params: 'PIN: { secret: true }', given: { PIN: '123' } };
  expect(findingsOf('a: { get: /a }', secret)).toEqual([
    expect.objectContaining({ level: 'warning', code: 'short-secret' }),
  ]);
});

it('one finding of what is missing, and nothing of what follows from it', () => {
  const unset = { params: 'CRM_URL: {}', crm: 'auth: { bearer: "${CRM_URL}" }' };
  expect(problemsOf('a: { get: /a }', unset)).toEqual([
    expect.stringContaining('unset-param: a param in this text'),
  ]);
  const document = new Document('test.yaml', 'mapping: 1\nname: t\napi: "1.0.0"\noperations: {}');
  loadMapping(document, { given: {}, unset: 'error' });
  expect(document.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('"crm" is missing'),
  ]);
});
