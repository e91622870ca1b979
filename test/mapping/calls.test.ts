import { describe, expect, it } from 'vitest';
import { type Wire, WireFault } from '../../src/crm/wire.js';
import { HeldWire } from '../engine/held-wire.js';
import { problemsOf, runSteps, spotted } from './run-steps.js';

const calls = `
calls:
  cardsOf:
    get: /cards
    query: { phone: "{% $given %}" }
    take: $list($reply.body.cards)
  find:
    post: /search/{% $given.model %}
    safe: true
    body: { filter: "{% $given.filter %}" }
  touch:
    put: /cards/{% $given %}
`;

const trip = (steps: string, world: object = {}) => runSteps(steps, { top: calls, ...world });
const problems = (steps: string) =>
  problemsOf(steps, { top: calls }).filter(problem => !problem.startsWith('unused-call'));

describe('a call that steps use', () => {
  it('is made with what each of them gives', async () => {
    const { calls: made, values } = await trip(
      `one: { use: cardsOf, given: "{% $request.body.a %}" }\ntwo: { use: cardsOf, given: "+{% $request.body.b %}" }`,
      {
        body: { a: '1', b: '2' },
        replyTo: ({ url }: { url: string }) => ({ body: { cards: [url.split('=')[1]] } }),
      },
    );
    expect(made.map(({ url }) => url)).toEqual([
      'http://crm.test/cards?phone=1',
      'http://crm.test/cards?phone=%2B2',
    ]);
    expect([values.one, values.two]).toEqual([['1'], ['%2B2']]);
  });

  it('may be given a structure with expressions in its leaves, and keys that may be left out', async () => {
    const { calls: made, failure } = await trip(
      `it: { use: find, given: { model: people, filter: { a: "{% $request.body.a %}", b?: "{% $request.body.b %}" } } }`,
      { body: { a: [1] } },
    );
    expect(failure).toBeUndefined();
    expect(made.map(({ url, body }) => [url, body])).toEqual([
      ['http://crm.test/search/people', '{"filter":{"a":[1]}}'],
    ]);
  });

  it('is not made when what it is given is nothing', async () => {
    const { calls: made, failure } = await trip('it: { use: cardsOf, given: "{% $request.body.nothing %}" }');
    expect(made).toEqual([]);
    expect(failure).toMatch(/^mappingFault: operations\.sendReceiptQr\.steps\.it\.given is nothing/);
  });

  it('is chosen by a param', async () => {
    const { calls: made } = await trip('it: { use: "${HOW}", given: 7 }', {
      params: '{ HOW: { default: cardsOf, oneOf: [cardsOf, touch] } }',
      given: { HOW: 'touch' },
    });
    expect(made.map(({ method, url }) => `${method} ${url}`)).toEqual(['PUT http://crm.test/cards/7']);
  });

  it('is a write where it is one, and waits for what is above it', async () => {
    const { events } = await trip('a: { get: /a }\nit: { use: touch, given: 7 }\nb: { get: /b }');
    const stages = events.flatMap(event => (event.type === 'step' ? [`${event.step} ${event.stage}`] : []));
    expect(stages).toEqual(['a 0', 'it 1', 'b 2']);
  });

  it('waits for the steps that given names, and runs beside all others', async () => {
    const { events } = await trip(
      'a: { get: /a, take: $reply.body.n }\nb: { get: /b }\nit: { use: cardsOf, given: "{% $a %}" }',
      { replyTo: () => ({ body: { n: '1', cards: [] } }) },
    );
    const order = events.flatMap(event => (event.type === 'call' ? [event.step] : []));
    expect(order).toEqual(['a', 'b', 'it']);
  });

  it('has in the step what the step says instead of the call', async () => {
    const { values } = await trip('it: { use: cardsOf, given: 7, take: $count($reply.body.cards) }', {
      replyTo: () => ({ body: { cards: [1, 2] } }),
    });
    expect(values.it).toBe(2);
    const missing = { replyTo: () => ({ status: 404 }) };
    expect((await trip('it: { use: cardsOf, given: 7 }', missing)).values.it).toBeUndefined();
    expect((await trip('it: { use: cardsOf, given: 7, ifMissing: cardNotFound }', missing)).failure).toMatch(
      /^cardNotFound/,
    );
  });

  it('is made for each item of the list of a step', async () => {
    const { calls: made } = await trip(
      'it:\n  use: find\n  forEach: $request.body.ids\n  given: { model: cards, filter: "{% $item %}" }',
      { body: { ids: [1, 2] } },
    );
    expect(made.map(({ body }) => body)).toEqual(['{"filter":1}', '{"filter":2}']);
  });

  it('may have a list of its own, made of what it is given', async () => {
    const top = 'calls:\n  each: { forEach: "[$given.ids]", get: "/{% $given.of %}/{% $item %}" }';
    const { calls: made } = await runSteps(
      'it: { use: each, given: { of: a, ids: "{% $request.body.ids %}" } }',
      {
        top,
        body: { ids: [1, 2] },
      },
    );
    expect(made.map(({ url }) => url)).toEqual(['http://crm.test/a/1', 'http://crm.test/a/2']);
    const both = 'it: { use: each, forEach: "[1]", given: { of: a, ids: 1 } }';
    expect(problemsOf(both, { top })[0]).toBe('useless-key: the call each has a forEach of its own');
  });

  it('with when false is not made', async () => {
    const { calls: made } = await trip('it: { when: 1 = 2, use: cardsOf, given: 7 }');
    expect(made).toEqual([]);
  });
});

describe('mayFail', () => {
  const optional = 'it:\n  get: /it\n  mayFail: true\nafter: { value: "$exists($it)" }';
  it.each([
    ['no reply', () => new WireFault('reset', 'broke')],
    ['a late one', () => new WireFault('timeout', 'late')],
    ['a 500', () => ({ status: 500, body: {} })],
    ['a 403', () => ({ status: 403, body: {} })],
    ['what is no JSON', () => ({ text: '<html>' })],
    ['an empty body', () => ({ text: '' })],
  ])('leaves the step absent after %s', async (_, replyTo) => {
    const { values, failure, answer, events } = await runSteps(optional, { replyTo });
    expect([values.it, values.after, failure, answer.status]).toEqual([undefined, false, undefined, 200]);
    expect(events.map(({ type }) => type)).toContain('tolerated');
  });

  it.each([
    ['what errors names', 'errors: [{ when: $reply.status = 409, fail: phoneTaken }]', 409, /^phoneTaken/],
    ['a missing reply with ifMissing', 'ifMissing: cardNotFound', 404, /^cardNotFound/],
    ['a fault of the mapping', 'take: $number("x")', 200, /^mappingFault/],
  ])('does not pass over %s', async (_, said, status, failure) => {
    const steps = `it:\n  get: /it\n  mayFail: true\n  ${said}`;
    expect((await runSteps(steps, { replyTo: () => ({ status, body: {} }) })).failure).toMatch(failure);
  });

  it('does not pass over the deadline that comes in a further attempt', async () => {
    let attempts = 0;
    const wire: Wire = {
      exchange: (_, __, signal) =>
        new Promise((_resolve, reject) => {
          if (++attempts === 1) reject(new WireFault('reset', 'broke'));
          else signal.addEventListener('abort', () => reject(new WireFault('aborted', 'given up')));
        }),
    };
    const { failure } = await runSteps('it:\n  get: /it\n  mayFail: true', { top: 'deadline: 200ms', wire });
    expect(failure).toBe('crmUnavailable: broke; the deadline came before another reply');
  });

  it('of one item is no failure of the others', async () => {
    const { values } = await runSteps('it:\n  forEach: "[1, 2, 3]"\n  get: "/{% $item %}"\n  mayFail: true', {
      replyTo: ({ url }) => ({ status: url.endsWith('2') ? 500 : 200, body: { url } }),
    });
    expect(values.it).toEqual([{ url: 'http://crm.test/1' }, { url: 'http://crm.test/3' }]);
  });

  it('does not make a list of half of the pages', async () => {
    const steps = `it:
  get: /it
  query: { page: "{% $page %}" }
  mayFail: true
  pages: { first: 1, next: $page + 1, rows: $reply.body.rows }`;
    const { values, failure } = await runSteps(steps, {
      replyTo: ({ url }) => ({ status: url.endsWith('3') ? 500 : 200, body: { rows: [1] } }),
    });
    expect([values.it, failure]).toEqual([undefined, undefined]);
  });
});

describe('check', () => {
  it.each([
    [
      'it: { use: cardsOff, given: 7 }',
      'unknown-call: there is no call "cardsOff" under calls: (did you mean cardsOf?)',
    ],
    ['it: { use: toString }', 'unknown-call: there is no call "toString" under calls:'],
    ['it: { use: cardsOf }', 'given: the call cardsOf reads $given: add given: to this step'],
    ['it: { use: find, given: { modell: x, filter: 1 } }', 'unknown-member: $given has no "model"'],
    ['it: { use: cardsOf, given: "{% $item %}" }', 'unknown-variable: there is no variable $item here'],
    ['it: { use: cardsOf, given: "{% $given %}" }', 'unknown-variable: there is no variable $given here'],
    ['it: { use: cardsOf, given: 7, query: {} }', 'unknown-key: unknown key "query"'],
    ['it: { use: cardsOf, get: /it }', 'key-choice: a step is one thing, not 2 (get, use)'],
  ])('refuses %s', (steps, problem) => {
    expect(problems(steps).join('\n')).toContain(problem);
  });

  it('knows what any of the steps gives, so that a call can look whether it is there', async () => {
    const top = `calls:
  people: { get: /people, query: { phone?: "{% $given.phone %}", email?: "{% $given.email %}" } }`;
    const steps = 'a: { use: people, given: { phone: "1" } }\nb: { use: people, given: { email: e } }';
    const { calls: made, failure } = await runSteps(steps, { top });
    expect(failure).toBeUndefined();
    expect(made.map(({ url }) => url.split('?')[1])).toEqual(['phone=1', 'email=e']);
    expect(problemsOf('a: { use: people, given: { phone: "1" } }', { top })[0]).toBe(
      'unknown-member: $given has no "email" (it has: phone)',
    );
  });

  it('warns of given that nothing reads, and of a call that no step uses', () => {
    const top = 'calls:\n  all: { get: /all }\n  other: { get: /other }';
    expect(problemsOf('it: { use: all, given: 7 }', { top })).toEqual([
      'unused-given: the call all does not read $given',
      'unused-call: no step uses the call other',
    ]);
  });

  it.each([
    ['calls:\n  it: { query: {} }', 'a call needs get, post, put, patch or delete'],
    ['calls:\n  it: { get: /it, when: 1 = 1 }', 'unknown key "when"'],
    ['calls:\n  "a b": { get: /it }', '"a b" is no name for a call'],
    ['calls:\n  it: { get: "/{% $request.bdy %}" }', '$request has no "bdy"'],
    ['calls:\n  it: { get: "/{% $byPhone %}" }', 'there is no variable $byPhone'],
    ['calls:\n  it: { get: /it, pages: { rows: "[1]" } }', 'pages need one of next'],
  ])('looks at calls that nothing uses: %s', (top, problem) => {
    expect(problemsOf('a: { get: /a }', { top }).join('\n')).toContain(problem);
  });

  it('looks at them without the params that only they need', () => {
    const top = 'calls:\n  it_a: { get: /a }\n  it_b: { get: /b, headers: { X-Key: "${KEY}" } }';
    const params = 'KEY: { secret: true }\nHOW: { default: a }';
    expect(problemsOf('x: { use: "it_${HOW}" }', { top, params })).toEqual([]);
    expect(problemsOf('x: { use: "it_${HOW}" }', { top, params, given: { HOW: 'b' } })[0]).toMatch(
      /^unset-param/,
    );
  });

  it('points at the call for what is wrong with it, and once however many steps use it', () => {
    const top = 'calls:\n  it: { get: "/{% $nothing %}" }';
    const steps = 'a: { use: it }\nb: { use: it }';
    expect(spotted(steps, { top })).toEqual(['$nothing %}" }']);
  });

  it('holds the request of each operation against what the call reads', () => {
    const top = 'calls:\n  it: { get: "/{% $request.params.cardNumber %}" }';
    expect(problemsOf('a: { use: it }', { top }).join('\n')).toContain('$request.params has no "cardNumber"');
    expect(problemsOf('a: { use: it }', { top, operation: 'updateCardholder' })).toEqual([]);
  });
});

describe('the deadline of an operation', () => {
  it("stands in the place of the mapping's", async () => {
    const wire = new HeldWire();
    const { failure } = await runSteps('it: { get: /it }', {
      wire,
      rest: 'deadline: 20ms',
      top: 'deadline: 1h',
    });
    expect(failure).toBe('deadlineExceeded: no answer within 20 ms');
  });
});

it('that a reply may use up is told, for the breaker would never open', () => {
  expect(problemsOf('it: { get: /it }', { top: 'deadline: 3s' })[0]).toMatch(
    /^slow-call: a reply to this call may take 3000 ms, and the whole operation 3000/,
  );
  expect(problemsOf('it: { get: /it, timeout: 2s }', { top: 'deadline: 3s' })).toEqual([]);
});

describe('a param with oneOf', () => {
  const params = '{ HOW: { default: a, oneOf: [a, b] } }';
  it('may have one of the values', () => {
    expect(problemsOf('a: { get: /a }', { params, given: { HOW: 'b' } })).toEqual([]);
    expect(problemsOf('a: { get: /a }', { params, given: { HOW: 'c' } })).toEqual([
      'param-value: the param HOW is one of a, b (it is "c")',
    ]);
  });
  it('is not quoted when it is secret', () => {
    const secret = '{ HOW: { secret: true, oneOf: [aaaa, bbbb] } }';
    expect(problemsOf('a: { get: /a }', { params: secret, given: { HOW: 'cccc' } })).toEqual([
      'param-value: the param HOW is one of aaaa, bbbb',
    ]);
  });
});
