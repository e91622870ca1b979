import { createConnection } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJson } from '../../examples/demo-crm/json.js';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import type { ErrorName } from '../../src/loyalty-api/errors.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { type Behaviour, type BrokenCrm, reply, startBrokenCrm } from './broken-crm.js';
import { fileCleanup } from './cleanup.js';
import {
  type Answer,
  basic,
  type CallOptions,
  changedMapping,
  LOGIN,
  PASSWORD,
  type SpawnedGateway,
  serve,
  TOKEN,
} from './gateway.js';

const MARIA = '4700000000000072783';
const FIND = '/v1/card?msisdn=79620480100';
const cleanup = fileCleanup();

function expectError(answer: Answer, name: ErrorName): void {
  const { status, json, headers } = answer;
  expect({ status, json }).toEqual({ status: name === 'unauthorized' ? 401 : 422, json: usualErrors[name] });
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
}

describe('a request that is wrong', () => {
  let gateway: SpawnedGateway;
  let crm: Awaited<ReturnType<typeof startDemoCrm>>;
  beforeAll(async () => {
    crm = await startDemoCrm({ token: TOKEN });
    cleanup(() => crm.close());
    gateway = await serve({ crm: crm.url }, cleanup);
  });

  /** The number that a reservation would give: each reservation moves it on. */
  async function nextNumber(): Promise<unknown> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${crm.url}/card-reservations`, { method: 'POST', headers });
    return BigInt((readJson(await response.text()) as { number: string }).number);
  }

  const rejected: [string, string | null][] = [
    ['none', null],
    ['a wrong password', basic(LOGIN, 'wrong')],
    ['a wrong login', basic('Koshelek', PASSWORD)],
    ['no password', basic(LOGIN, '')],
    ['another scheme', `Bearer ${TOKEN}`],
    ['no Base64', 'Basic %%%'],
    ['the password in Latin-1', `Basic ${Buffer.from(`${LOGIN}:pässword`, 'latin1').toString('base64')}`],
  ];
  it.each(rejected)('credentials: %s', async (_, authorization) => {
    for (const [method, path] of [
      ['GET', FIND],
      ['GET', '/nowhere'],
      ['HEAD', '/v1/card/anonymous'],
    ] as const) {
      const answer = await gateway.call(method, path, { authorization });
      expect(answer.headers['www-authenticate']).toBe('Basic realm="loyalty-gw", charset="UTF-8"');
      if (method === 'HEAD') expect(answer.status).toBe(401);
      else expectError(answer, 'unauthorized');
    }
  });

  it.each(['HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE'])('%s runs no operation', async method => {
    const before = await nextNumber();
    const answer = await gateway.call(method, '/v1/card/anonymous');
    if (method === 'HEAD') expect([answer.status, answer.text]).toEqual([422, '']);
    else expectError(answer, 'unknownOperation');
    expect(answer.headers.allow).toBeUndefined();
    expect(await nextNumber()).toBe((before as bigint) + 7n);
  });

  const update = `/v1/card/${MARIA}`;
  const text = (body: string, type = 'application/json'): CallOptions => ({
    body,
    headers: { 'content-type': type },
  });
  const cases: [string, string, string, CallOptions, ErrorName][] = [
    ['an unknown path', 'GET', '/v1/cards', {}, 'unknownOperation'],
    ['a path of another version', 'GET', '/v2/card?msisdn=79620480100', {}, 'unknownOperation'],
    ['a wrong method', 'POST', '/v1/card?msisdn=79620480100', { body: {} }, 'unknownOperation'],
    ['a static segment as a card', 'PUT', '/v1/card/anonymous', { body: {} }, 'unknownOperation'],
    ['a path that is not UTF-8', 'GET', '/v1/card/%FF', {}, 'badRequest'],
    ['broken JSON', 'POST', update, { body: '{"surname":' }, 'badJson'],
    ['JSON that is no object', 'POST', update, { body: '[]' }, 'badJson'],
    ['a form', 'POST', update, text('surname=x', 'application/x-www-form-urlencoded'), 'badContentType'],
    [
      'JSON in another charset',
      'POST',
      update,
      text('{}', 'application/json; charset=cp1251'),
      'badContentType',
    ],
    ['a body over 100 KiB', 'POST', update, { body: { surname: 'x'.repeat(100 * 1024) } }, 'bodyTooLarge'],
    ['an msisdn with letters', 'GET', '/v1/card?msisdn=phone', {}, 'badMsisdn'],
    ['an msisdn of 16 digits', 'GET', '/v1/card?msisdn=7962048010012345', {}, 'badMsisdn'],
    ['a birth date that is none', 'GET', '/v1/card?birthDate=1985-02-30', {}, 'badDate'],
    ['a day in another format', 'GET', `${update}/purchases?startDate=01.01.2026`, {}, 'badDate'],
    ['no criteria', 'GET', '/v1/card', {}, 'missingParameter'],
    ['empty criteria', 'GET', '/v1/card?msisdn=&email=', {}, 'missingParameter'],
    ['unknown criteria alone', 'GET', '/v1/card?shoeSize=37', {}, 'missingParameter'],
    ['a missing parameter', 'GET', `${update}/purchases`, {}, 'missingParameter'],
  ];
  it.each(cases)('%s', async (_, method, path, options, name) => {
    expectError(await gateway.call(method, path, options), name);
  });

  it('a body of 100 KiB less its frame is not too large', async () => {
    const body = { unknown: 'x'.repeat(100 * 1024 - '{"unknown":""}'.length) };
    expect((await gateway.call('POST', '/v1/card/4700000000000072838', { body })).status).toBe(200);
  });

  it('not HTTP at all', async () => {
    const socket = createConnection(Number(new URL(gateway.url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', chunk => {
      received += chunk;
    });
    socket.write('HELLO\r\n\r\n');
    await new Promise(resolve => socket.once('close', resolve));
    expect(received).toMatch(/^HTTP\/1\.1 422 /);
    expect(received).toContain(JSON.stringify(usualErrors.badHttp));
  });
});

describe('a CRM that fails', { tags: ['slow'] }, () => {
  const SECRET = 'crm-app-02.internal';
  let gateway: SpawnedGateway;
  let crm: BrokenCrm;
  beforeAll(async () => {
    crm = await startBrokenCrm(cleanup, reply(200, '{}'));
    // Little time for one call, and not for those that a loaded machine may delay.
    const promos = 'get: /promos\n';
    const mapping = changedMapping(cleanup, promos, `timeout: 300ms\n        ${promos}`);
    gateway = await serve({ crm: crm.url, mapping, level: 'debug' }, cleanup);
  });

  const trace = JSON.stringify({ error: { code: 'INTERNAL', message: SECRET, trace: `at ${SECRET}:1` } });
  const page = `<html><body>${SECRET}</body></html>`;
  const html = { 'content-type': 'text/html' };
  const cut: Behaviour = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write(`{"items":[{"trace":"${SECRET}"`, () => response.destroy());
  };
  const cases: [string, Behaviour, ErrorName][] = [
    ['500 with a trace', reply(500, trace), 'crmError'],
    ['503 with a page', reply(503, page, html), 'crmError'],
    ['401', reply(401, trace), 'crmDenied'],
    ['403 with a page', reply(403, page, html), 'crmDenied'],
    ['429', reply(429, trace), 'crmBusy'],
    ['a page with 200', reply(200, page, html), 'crmBadReply'],
    ['a page with 404', reply(404, page, html), 'crmBadReply'],
    ['a 404 of its own kind for a wrong path', reply(404, '{"error":{"code":"NO_SUCH_ROUTE"}}'), 'crmError'],
    ['an empty 404', reply(404, ''), 'crmError'],
    ['an empty 200', reply(200, ''), 'crmError'],
    ['204', reply(204, ''), 'crmError'],
    ['{}', reply(200, '{}'), 'crmBadReply'],
    ['null', reply(200, 'null'), 'crmError'],
    ['items that are null', reply(200, '{"items":null}'), 'crmBadReply'],
    ['an error inside a 200', reply(200, trace), 'crmError'],
    ['JSON cut in the middle', reply(200, `{"items":[{"id":1,"trace":"${SECRET}`), 'crmBadReply'],
    ['a body that ends too early', cut, 'crmUnavailable'],
    ['a connection reset at once', request => request.socket.resetAndDestroy(), 'crmUnavailable'],
    ['a connection closed at once', request => request.socket.destroy(), 'crmUnavailable'],
    ['garbage', request => request.socket.end(`${SECRET} says hello\r\n\r\n`), 'crmBadReply'],
    [
      'a body that is no UTF-8',
      (_, response) => response.end(Buffer.from([0x22, 0xff, 0x22])),
      'crmBadReply',
    ],
    ['a redirect', reply(302, page, { location: 'http://127.0.0.1:1/' }), 'crmBadReply'],
  ];
  it.each(cases)('%s', async (_, behaviour, name) => {
    crm.behave(behaviour);
    const answer = await gateway.call('GET', FIND);
    expectError(answer, name);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('is never followed to another host', async () => {
    const other = await startBrokenCrm(cleanup, reply(200, '{"items":[]}'));
    for (const status of [301, 302, 303, 307, 308]) {
      crm.behave(reply(status, '{}', { location: `${other.url}/customers` }));
      expectError(await gateway.call('GET', FIND), 'crmError');
    }
    expect(other.requests).toEqual([]);
  });

  it('is not asked twice when it fails, so that nothing is written twice', async () => {
    crm.requests.length = 0;
    crm.behave(request => request.socket.resetAndDestroy());
    expectError(await gateway.call('GET', '/v1/card/anonymous'), 'crmUnavailable');
    expect(crm.requests).toEqual(['POST /card-reservations']);
  });

  it('is slow', async () => {
    crm.behave(() => {});
    expectError(await gateway.call('GET', `/v1/promo?cardNumber=${MARIA}`), 'crmTimeout');
    await gateway.process.line(/"no complete reply within 300 ms"/);
  });

  it('is down', async () => {
    // Not the port of a server that has closed: another test may have been given it.
    const alone = await serve({ crm: 'http://127.0.0.1:1' }, cleanup);
    expectError(await alone.call('GET', FIND), 'crmUnavailable');
  });
});
