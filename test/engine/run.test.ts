import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { errorCatalogue } from '../../src/loyalty-api/errors.js';
import type { OperationId } from '../../src/loyalty-api/operations.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { mappingText, problemsOf, runMapping, runSteps, type World } from '../mapping/run-steps.js';

const cardNumber = { params: { cardNumber: '4700000000000072783' } };
const card = {
  cardNumber: '4700000000000072783',
  cardState: 'active',
  barcode: { barcodeNumber: '4700000000000072783', barcodeType: 'EAN_13' },
};

/** Runs an operation whose only step is a reply of the CRM, with a response made from it. */
const responded = (operation: OperationId, response: string, body: unknown, world: World = {}) =>
  runSteps('it: { get: /it }', {
    operation,
    rest: `response: ${response}`,
    replyTo: () => ({ body }),
    ...world,
  });

const found = (body: unknown) =>
  responded('findCard', '"{% $it %}"', body, { request: { query: { msisdn: '79620480100' } } });

describe('the response', () => {
  it('is the body of the answer, all scalars texts', async () => {
    const { answer } = await found({
      card: { ...card, extra: { n: 1.5, b: true } },
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ card: { ...card, extra: { n: '1.5', b: 'true' } } });
  });

  it.each([
    ['{% $it.nothing %}', /^mappingFault: operations\.findCard\.response is nothing/],
    [
      '{% $it %}',
      /^contractFault: card\.cardState: expected one of active, inactive; .*card\.cardNumber: is missing$/,
    ],
  ])('%s that is nothing or does not fit is a fault', async (response, failure) => {
    const trip = await responded(
      'findCard',
      JSON.stringify(response),
      { card: { cardState: 'x', barcode: {} } },
      { request: { query: { msisdn: '79620480100' } } },
    );
    expect(trip.failure).toMatch(failure);
    expect(trip.answer.status).toBe(422);
  });

  it('names every path that does not fit, and the operation in the mapping', async () => {
    const { failure, answer } = await found({
      card: { cardNumber: [1, 2], barcode: { barcodeNumber: {}, barcodeType: 'AZTEC' } },
    });
    for (const path of [
      'card.cardNumber',
      'card.cardState',
      'card.barcode.barcodeNumber',
      'card.barcode.barcodeType',
    ])
      expect(failure).toContain(path);
    expect(answer.failure).toMatchObject({
      error: 'contractFault',
      operation: 'findCard',
      place: { line: 9, column: 3 },
    });
    expect(answer.body).toBe(
      JSON.stringify({ code: '5002', description: errorCatalogue.contractFault.description.ru }),
    );
  });

  it.each([
    ['"{% $it.rows.phone %}"', { rows: [{ phone: 79620480100 }] }, '["79620480100"]'],
    ['"{% $it.rows.phone %}"', { rows: [] }, '[]'],
    ['"{% $it.rows.phone %}"', {}, '[]'],
    ['"{% $it.nothing %}"', {}, '[]'],
    ['"{% $it.rows.phone %}"', { rows: [{ phone: '1' }, { phone: '2' }] }, '["1","2"]'],
    ['["{% $it.a %}", "2"]', { a: 1 }, '["1","2"]'],
    ['[]', {}, '[]'],
  ])('%s of %o is the list %s', async (response, body, list) => {
    expect((await responded('listUsers', response, body)).answer.body).toBe(list);
  });

  it('holds lists deep inside, one value or none', async () => {
    const response =
      '{ card: { cardNumber: "1", cardState: active, barcode: { barcodeNumber: "1", barcodeType: EAN_13 }, bonus: { total: 0, available: 0, bonuses: "{% $it.lots.{ \'amount\': a } %}" } } }';
    for (const [lots, bonuses] of [
      [[], []],
      [undefined, []],
      [[{ a: 1 }], [{ amount: '1' }]],
      [{ a: 1 }, [{ amount: '1' }]],
    ]) {
      const { answer } = await responded('getCard', response, { lots }, { request: cardNumber });
      expect(JSON.parse(answer.body).card.bonus.bonuses).toEqual(bonuses);
    }
  });

  it('is read when all steps are done, and sees them all', async () => {
    const { answer } = await runSteps('a: { get: /a }\nw: { post: /w }', {
      operation: 'reserveCard',
      rest: 'response: { cardNumber: "{% $a.n & $w.n & $request.method %}" }',
      replyTo: () => ({ body: { n: 7 } }),
    });
    expect(answer.body).toBe('{"cardNumber":"77GET"}');
  });
});

describe('an empty body', () => {
  it('is the answer of an operation that has none', async () => {
    const { answer } = await runSteps('a: { post: /a }');
    expect(answer).toEqual({ status: 200, body: '' });
  });

  it('cannot be filled by a response', () => {
    expect(problemsOf('a: { get: /a }', { rest: 'response: { a: 1 }' })).toEqual([
      'breaks-contract: sendReceiptQr answers with an empty body (remove response:)',
    ]);
  });

  it('is never the answer of an operation that has a body, because somebody forgot it', () => {
    expect(problemsOf('a: { get: /a }', { operation: 'getCard' })).toEqual([
      'missing-response: getCard has no response, but the contract asks for a body (add response:)',
    ]);
    expect(
      problemsOf('a: { when: $exists($request.query.msisdn), answer: nothing }', { operation: 'findCard' }),
    ).toHaveLength(1);
    expect(problemsOf('a: { answer: nothing }', { operation: 'findCard' })).toEqual([]);
    expect(problemsOf('a: { fail: unsupported }', { operation: 'getCard' })).toEqual([]);
  });

  it.each<OperationId>(['getCard', 'listPurchases', 'listPromos', 'reserveCard', 'issueCard', 'listUsers'])(
    'cannot be said of %s, whose contract asks for a body',
    operation => {
      expect(problemsOf('a: { answer: nothing }', { operation })).toEqual([
        `breaks-contract: ${operation} may not answer nothing: the contract asks for a body (fail with an error instead)`,
      ]);
    },
  );
});

describe('steps that decide', () => {
  it('answer with a body, which is held against the contract', async () => {
    const steps = 'a: { answer: { cardNumber: "{% $request.method %}" } }';
    expect((await runSteps(steps, { operation: 'reserveCard' })).answer.body).toBe('{"cardNumber":"GET"}');
    const wrong = await runSteps('a: { answer: "{% $merge([{}, $field(\'number\', $request.method)]) %}" }', {
      operation: 'reserveCard',
    });
    expect(wrong.failure).toMatch(/^contractFault: cardNumber: is missing/);
  });

  it('fail with an error of the catalogue', async () => {
    const { answer, failure } = await runSteps('a: { fail: cardBlocked }');
    expect(failure).toBe('cardBlocked: decided by the step a');
    expect(JSON.parse(answer.body)).toEqual({ code: '2003', description: 'Карта заблокирована' });
  });

  it('know no other errors, and suggest the nearest', () => {
    expect(problemsOf('a: { fail: cardBlockd }')).toEqual([
      'unknown-value: there is no error "cardBlockd"; did you mean "cardBlocked"?',
    ]);
    // 401 says that Koshelek's own credentials are wrong.
    expect(problemsOf('a: { fail: unauthorized }')).toEqual([
      expect.stringMatching(/^unknown-value: there is no error "unauthorized"/),
    ]);
  });
});

describe('an operation', () => {
  it('that the CRM cannot serve is told so', async () => {
    const text = mappingText('').replace(/ {4}steps:.*/s, '    unsupported: no scans');
    const mapping = loadMapping(new Document('test.yaml', text), { given: {}, unset: 'error' });
    const { failure, calls } = await runMapping(mapping as Mapping);
    expect(failure).toBe('unsupported: no scans');
    expect(calls).toEqual([]);
  });

  it('whose request is wrong calls nobody', async () => {
    const { failure, calls, events } = await runSteps('a: { get: /a }', { request: { text: '{"a":' } });
    expect(failure).toMatch(/^badJson/);
    expect(calls).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['failure', 'answer']);
  });

  it('tells its story in order', async () => {
    const { events } = await runSteps('a: { get: /a }\nb: { value: $a.x }\nc: { answer: nothing }', {
      replyTo: () => ({ body: { x: 1 } }),
    });
    expect(events.map(event => [event.type, 'step' in event ? event.step : ''].join(' ').trim())).toEqual([
      'request',
      'step a',
      'call a',
      'reply a',
      'verdict a',
      'value a',
      'step b',
      'value b',
      'step c',
      'answer',
    ]);
  });
});
