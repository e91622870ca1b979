import { describe, expect, it } from 'vitest';
import { WireFault } from '../../src/crm/wire.js';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import { runMapping, type World } from '../mapping/run-steps.js';

/** Passes a request on to a CRM that replies as it is told. */
function trip(operation: string, world: World = {}, top = '', missing = 'missing: $reply.status = 410') {
  const text = `mapping: 1\nname: test\napi: "1.2.0"\n${top}\ncrm:\n  baseUrl: http://crm.test/api\n  ${missing}\noperations:\n  ${operation}\n`;
  const document = new Document('test.yaml', text);
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  return runMapping(mapping, world);
}

const found = {
  cardNumber: 4700,
  cardState: 'active',
  barcode: { barcodeNumber: '4700', barcodeType: 'EAN_13' },
};
const params = { cardNumber: '4700' };

describe('a request is passed on as one call', () => {
  it('with what the contract lets through, and is told by the events of a call', async () => {
    const { calls, events, answer } = await trip(
      'findCard: { proxy: true }',
      {
        request: {
          query: { msisdn: '+7 962 048-01-00', email: '', tag: 'a b' },
          headers: { 'X-Trace': '1', Host: 'gateway' },
        },
        replyTo: () => ({ body: { card: found } }),
      },
      'requestHeaders: [x-trace, host]',
    );
    expect(calls).toEqual([
      {
        method: 'GET',
        url: 'http://crm.test/api/v1/card?msisdn=79620480100&tag=a%20b',
        headers: { accept: 'application/json', 'user-agent': 'loyalty-gw', 'x-trace': '1' },
        isPassed: true,
      },
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'request',
      'step',
      'call',
      'reply',
      'verdict',
      'value',
      'answer',
    ]);
    expect(events.flatMap(event => ('step' in event ? [event.step] : []))).toEqual(Array(5).fill('proxy'));
    expect(JSON.parse(answer.body)).toEqual({ card: { ...found, cardNumber: '4700' } });
  });

  it('with its body as it is, where it is known', async () => {
    const text = '{"email":  "ann@example.com", "n": 12345678901234567890}';
    const { calls, answer, events } = await trip(
      'updateCardholder: { proxy: "/cards/{% $request.params.cardNumber %}" }',
      {
        request: { params, text },
        replyTo: () => ({ status: 204, text: '' }),
      },
    );
    expect(calls).toMatchObject([
      {
        method: 'POST',
        url: 'http://crm.test/api/cards/4700',
        body: text,
        headers: { 'content-type': 'application/json' },
      },
    ]);
    expect(answer).toEqual({ status: 200, body: '' });
    expect(events[0]).not.toHaveProperty('request.body');
  });
});

describe('its reply', () => {
  const getCard = 'getCard: { proxy: true, ifMissing: cardNotFound, asText: [total] }';

  it.each([
    [
      'missing by the CRM section',
      getCard,
      { status: 410, body: {} },
      'cardNotFound: the CRM has nothing there',
    ],
    [
      'missing, and nobody says what that means',
      'getCard: { proxy: true }',
      { status: 404 },
      'crmError: the CRM has nothing there, and ifMissing does not say what that means',
    ],
    [
      'missing by the CRM section alone',
      'getCard: { proxy: true }',
      { status: 410 },
      'crmError: the reply is a failure: no 2xx status (status 410)',
    ],
    ['empty', getCard, { text: '' }, 'crmBadReply: the reply is a failure: an empty body (status 200)'],
    [
      'empty, and a success',
      'getCard: { proxy: true, success: $reply.status = 200 }',
      { text: '' },
      'crmBadReply: the reply was a success, but it is empty',
    ],
    ['null', getCard, { text: 'null' }, 'crmBadReply: the reply is a failure: an empty body (status 200)'],
    [
      'of another form',
      getCard,
      { body: { card: { ...found, cardState: 'CANARY' } } },
      'contractFault: card.cardState: expected one of active, inactive',
    ],
    [
      'a write that found nothing',
      'updateCardholder: { proxy: true }',
      { status: 404 },
      'crmError: the reply is a failure: no 2xx status (status 404)',
    ],
  ])('%s', async (_, operation, reply, failure) => {
    const trips = await trip(operation, { request: { params }, replyTo: () => reply });
    expect(trips.failure).toBe(failure);
    expect(trips.answer.failure).toMatchObject({ step: 'proxy', place: { line: expect.any(Number) } });
  });

  it.each([
    ['findCard: { proxy: true }', { text: '' }],
    ['findCard: { proxy: true, ifMissing: nothing }', { status: 404 }],
    ['findCard: { proxy: true, ifMissing: nothing }', { status: 410 }],
    ['updateCardholder: { proxy: true, ifMissing: nothing }', { status: 404 }],
  ])(
    'of %s that says %j is an answer of nothing',
    async (operation: string, reply: { status?: number; text?: string }) => {
      const missing = reply.status === 404 ? '' : undefined;
      const request = operation.startsWith('find') ? { query: { msisdn: '79620480100' } } : { params };
      expect((await trip(operation, { request, replyTo: () => reply }, '', missing)).answer).toEqual({
        status: 200,
        body: '',
      });
    },
  );

  it('is read without losing a digit', async () => {
    const bonus = '{"total": 12345678901234567.890, "available": 1.10}';
    const text = `{"card": {"cardNumber": 4700000000000072783, "cardState": "active", "barcode": {"barcodeNumber": 9001234567890123456, "barcodeType": "EAN_13"}, "bonus": ${bonus}}}`;
    const { answer } = await trip(getCard, { request: { params }, replyTo: () => ({ text }) });
    expect(JSON.parse(answer.body).card).toEqual({
      cardNumber: '4700000000000072783',
      cardState: 'active',
      barcode: { barcodeNumber: '9001234567890123456', barcodeType: 'EAN_13' },
      bonus: { total: '12345678901234567.890', available: '1.1', bonuses: [] },
    });
  });

  it('may never come', async () => {
    const { failure } = await trip(getCard, {
      request: { params },
      replyTo: () => new WireFault('reset', 'gone'),
    });
    expect(failure).toBe('crmUnavailable: gone');
  });
});
