import type { LevelWithSilent } from 'pino';
import { expect, test } from 'vitest';
import { WireFault } from '../../src/crm/wire.js';
import { failureAnswer } from '../../src/engine/answer.js';
import type { EngineEvent, Observer } from '../../src/engine/events.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import type { LoyaltyRequest } from '../../src/loyalty-api/request.js';
import { createLog, logListening } from '../../src/telemetry/log.js';
import { requestLog } from '../../src/telemetry/request-log.js';
import { call, found, startGateway } from '../gateway/start-gateway.js';

/** A log whose lines can be looked at. */
function capture(level: LevelWithSilent = 'debug') {
  const texts: string[] = [];
  const log = createLog({ level, destination: { write: text => texts.push(text) } });
  return { log, text: () => texts.join(''), lines: () => texts.map(text => JSON.parse(text)) };
}

const place = { file: 'mappings/demo-crm.yaml', line: 12, column: 7 };
const wireCall = { method: 'GET', url: 'https://crm.example/customers?phone=79620480100', headers: {} };
const wireReply = { status: 200, headers: {}, body: Buffer.from('Мария') };

function observeCalls(observer: Observer): void {
  const events: EngineEvent[] = [
    { type: 'call', at: 0, step: 'byPhone', exchange: '1', call: wireCall },
    { type: 'call', at: 0, step: 'byEmail', exchange: '2', call: wireCall },
    { type: 'fault', at: 0, step: 'byEmail', exchange: '2', fault: new WireFault('timeout', 'crm.example') },
    { type: 'reply', at: 0, step: 'byPhone', exchange: '1', reply: wireReply },
    { type: 'call', at: 0, step: 'bonus', exchange: '3', call: wireCall },
    { type: 'value', at: 0, step: 'byPhone', value: 'Мария' },
  ];
  for (const event of events) observer(event);
}

test('one line for a request, with its calls in the order in which they began', () => {
  const { log, lines } = capture('info');
  const entry = requestLog(log).begin('id-1');
  observeCalls(entry.observer);
  entry.answered('findCard', found);
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'request',
      requestId: 'id-1',
      operation: 'findCard',
      status: 200,
      ms: expect.any(Number),
      crm: [
        { step: 'byPhone', status: 200, ms: expect.any(Number) },
        { step: 'byEmail', fault: 'timeout', ms: expect.any(Number) },
        { step: 'bonus' },
      ],
    },
  ]);
});

test('the breaker is told at once as a warning, a repeat for those who look closely', () => {
  const { log, lines } = capture();
  const { observer } = requestLog(log).begin('id-1');
  observer({ type: 'retry', at: 0, step: 'byPhone', exchange: '1', reason: 'no reply (reset)', pause: 49.7 });
  observer({ type: 'breaker', at: 0, step: 'byPhone', exchange: '1', state: 'opened' });
  const about = { time: expect.any(String), requestId: 'id-1', step: 'byPhone' };
  expect(lines()).toEqual([
    { ...about, level: 'debug', msg: 'retry', reason: 'no reply (reset)', pause: 50 },
    { ...about, level: 'warn', msg: 'breaker', breaker: 'opened' },
  ]);
});

test('durations are rounded to a tenth of a millisecond', () => {
  const { log, lines } = capture();
  requestLog(log).begin('id-1').answered('findCard', found);
  expect(lines()[0].ms).toBe(Math.round(lines()[0].ms * 10) / 10);
});

test('a failure has its name and code; no operation is null', () => {
  const { log, lines } = capture('info');
  const failure = new Failure('unknownOperation', 'no', { step: 'byPhone', place });
  requestLog(log).begin('id-1').answered(undefined, failureAnswer(failure, usualErrors));
  const [line] = lines();
  expect(line).toMatchObject({
    level: 'info',
    operation: null,
    status: 422,
    error: 'unknownOperation',
    code: '1011',
  });
  expect(line).not.toHaveProperty('place');
});

test.each(['mappingFault', 'contractFault', 'internalError'] as const)(
  '%s is an error with its place',
  error => {
    const { log, lines } = capture('info');
    const failure = new Failure(error, 'no', { step: 'card', place });
    requestLog(log).begin('id-1').answered('getCard', failureAnswer(failure, usualErrors));
    expect(lines()).toMatchObject([
      { level: 'error', error, step: 'card', place: 'mappings/demo-crm.yaml:12:7' },
    ]);
  },
);

test('an internal error tells where in the gateway, and not what it stumbled over', () => {
  const { log, lines, text } = capture('info');
  const thrown = new TypeError("cannot read 'Мария'\n    at card 4700000000000072783");
  requestLog(log)
    .begin('id-1')
    .answered('getCard', failureAnswer(Failure.from(thrown), usualErrors));
  expect(lines()[0].frames[0]).toMatch(/^at .*request-log\.test\.ts:\d+:\d+/);
  expect(text()).not.toMatch(/Мария|4700000000000072783/);
});

test('the line of a failure says why', () => {
  const { log, lines } = capture('info');
  const answer = failureAnswer(new Failure('crmBadReply', 'the body is no JSON (text/html)'), usualErrors);
  requestLog(log).begin('id-1').answered('getCard', answer);
  expect(lines()).toMatchObject([
    { status: 422, error: 'crmBadReply', code: '3004', reason: 'the body is no JSON (text/html)' },
  ]);
});

test('no personal data, no CRM text, no URL and no credentials reach the log, also at debug', async () => {
  const started = await startGateway({
    run: async (operation, raw, observer) => {
      const request = { method: raw.method, path: raw.path, params: raw.params, query: {}, headers: {} };
      observer({ type: 'request', at: 0, operation: operation.id, request });
      observeCalls(observer);
      const cause = new Error('Мария of crm.example');
      return failureAnswer(new Failure('crmError', 'the reply is no success', { cause }), usualErrors);
    },
  });
  await call(`${started.url}/v1/card/4700000000000072783?email=maria@example.com`);
  await call(`${started.url}/v1/card/4700000000000072783/%zz?msisdn=79620480100`);
  await call(`${started.url}/v1/card/4700000000000072783`, { method: 'PUT', body: '{"surname":"Мария"}' });

  expect(started.lines.filter(line => line.msg === 'request')).toHaveLength(3);
  const secrets =
    /4700000000000072783|maria|79620480100|Мария|crm\.example|customers|\/v1\/|secret|a29zaGVsZWs/;
  expect(JSON.stringify(started.lines)).not.toMatch(secrets);
});

test('whatever members are called, at debug too there is a line', () => {
  const { log, lines } = capture();
  const entry = requestLog(log).begin('id-1');
  const query = { msisdn: '79620480100', constructor: 'x', toString: 'y' };
  const request = { method: 'GET', path: '', params: {}, query, headers: {} } as LoyaltyRequest;
  entry.observer({ type: 'request', at: 0, operation: 'findCard', request });
  entry.answered('findCard', { status: 200, body: '{"valueOf":{"hasOwnProperty":"z"}}' });
  expect(lines()).toMatchObject([
    { msg: 'customer', customer: [{ kind: 'phone', masked: '7962***0100' }] },
    { msg: 'request' },
  ]);
});

test('the gateway says when it listens, and holds back lower levels', () => {
  const what = { url: 'http://127.0.0.1:8080', mapping: 'demo-crm', api: '1.1.0', operations: ['findCard'] };
  const { log, lines } = capture('info');
  logListening(log, what);
  log.debug('hidden');
  expect(lines()).toEqual([{ level: 'info', time: expect.any(String), msg: 'listening', ...what }]);
});

test('a claim of which nobody knows how it ended is a warning, without the number', () => {
  const { log, lines, text } = capture();
  const { observer } = requestLog(log).begin('id-1');
  const number = '2900000000018';
  const card = { type: 'card', at: 0, step: 'claimed', number } as const;
  const failure = new Failure('cardsUnavailable', 'the database is away');
  const request = { method: 'POST', path: '', params: { cardNumber: number }, query: {}, headers: {} };
  observer({ type: 'request', at: 0, operation: 'issueReservedCard', request });
  observer({ ...card, what: 'claimed' });
  observer({ ...card, what: 'finished', outcome: 'doubtful' });
  observer({ ...card, what: 'finished', outcome: 'issued' });
  observer({ ...card, what: 'finishFailed', outcome: 'issued', failure });
  const line = { requestId: 'id-1', operation: 'issueReservedCard', step: 'claimed', msg: 'card' };
  expect(lines()).toMatchObject([
    { ...line, level: 'debug', card: 'claimed' },
    { ...line, level: 'warn', card: 'finished', outcome: 'doubtful' },
    { ...line, level: 'debug', card: 'finished', outcome: 'issued' },
    {
      ...line,
      level: 'warn',
      card: 'finishFailed',
      error: 'cardsUnavailable',
      reason: 'the database is away',
    },
  ]);
  expect(text()).not.toContain(number);
});
