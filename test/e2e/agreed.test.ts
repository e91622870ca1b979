import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { type BrokenCrm, reply, startBrokenCrm } from './broken-crm.js';
import { fileCleanup } from './cleanup.js';
import { type SpawnedGateway, serve, temporaryFolder } from './gateway.js';

/** What a partner has agreed on with Koshelek, in a mapping and a config. */
const mappingText = `
mapping: 1
name: agreed
api: "1.0.0"
crm: { baseUrl: "\${CRM_URL}" }
params: { CRM_URL: { required: true }, CRM_TOKEN: { secret: true } }
operations:
  findCard:
    require: [{ oneOf: [msisdn, email] }]
    contract: { response?: { card: { cardNumber: filled } } }
    steps:
      card: { get: /find, query: { q?: "{% $request.query.msisdn %}" } }
    response: { card: { cardNumber: "{% $card.number %}" } }
  getCard:
    steps: { gone: { fail: cardNotFound } }
    response: { card: "{% $request %}" }
  updateCardholder:
    route: PATCH /profile/{cardNumber}
    steps: { update: { post: /update } }
  listUsers:
    steps: {}
    response: []
custom:
  cardTier:
    route: GET /v1/card/{cardNumber}/tier
    contract: { response: { tier: { oneOf: [gold, silver] } } }
    steps: { tier: { get: "/tiers/{% $request.params.cardNumber %}" } }
    response: { tier: "{% $tier.name %}" }
  dropCard:
    route: DELETE /v1/card/{cardNumber}
    contract: { body: { reason: text }, response: nothing }
    require: [reason]
    steps: { drop: { delete: "/cards/{% $request.params.cardNumber %}" } }
`;

const more = `
basePath: /walletapi
versionSegment: v2
locale: en
errors:
  cardNotFound: { code: 009, description: "Карта не найдена, спросите на кассе" }
  unauthorized: { code: "401" }
  badHttp: { description: "Say that again" }
`;

const cleanup = fileCleanup();
let crm: BrokenCrm;
let gateway: SpawnedGateway;

beforeAll(async () => {
  crm = await startBrokenCrm(cleanup, reply(200, '{"number":4700,"name":"gold"}'));
  const mapping = join(temporaryFolder(cleanup), 'agreed.yaml');
  writeFileSync(mapping, mappingText);
  gateway = await serve({ crm: crm.url, mapping, operations: null, more }, cleanup);
});

/** Waits until the last request is in the log, which is written behind the answer. */
async function logged(line: object): Promise<void> {
  await vi.waitFor(() => expect(gateway.log().at(-1)).toMatchObject(line), { timeout: 15_000 });
}

it('serves the routes of the API on another version segment, and those of the mapping as they are', async () => {
  expect(await gateway.call('GET', '/v2/card?msisdn=79620480100')).toMatchObject({
    status: 200,
    json: { card: { cardNumber: '4700' } },
  });
  expect(await gateway.call('PATCH', '/profile/4700', { body: {} })).toMatchObject({ status: 200, text: '' });
  for (const [method, path] of [
    ['GET', '/v1/card?msisdn=79620480100'],
    ['POST', '/v2/card/4700'],
    ['PATCH', '/v2/profile/4700'],
    ['GET', '/v2/card/anonymous'],
  ] as const) {
    expect(await gateway.call(method, path)).toMatchObject({ status: 422, json: { code: '1011' } });
  }
});

it('serves operations of the mapping, which a login may call unless it is said otherwise', async () => {
  expect(await gateway.call('GET', '/v1/card/4700/tier')).toMatchObject({
    status: 200,
    json: { tier: 'gold' },
  });
  expect(await gateway.call('DELETE', '/v1/card/4700', { body: { reason: 'утеряна' } })).toMatchObject({
    status: 200,
    text: '',
  });
  expect(crm.requests.slice(-2)).toEqual(['GET /tiers/4700', 'DELETE /cards/4700']);
  expect(await gateway.call('DELETE', '/v1/card/4700', { body: {} })).toMatchObject({
    json: { code: '1008' },
  });
  await logged({ operation: 'dropCard', error: 'missingParameter' });
});

it('hands out the lists of users only to a login that may have them', async () => {
  expect(await gateway.call('GET', '/v2/card/getAllUsers')).toMatchObject({
    status: 422,
    json: { code: '1010' },
  });
});

it('calls errors as the partner does, wherever they come from', async () => {
  const gone = await gateway.call('GET', '/v2/card/4700');
  expect(gone.json).toEqual({ code: '009', description: 'Карта не найдена, спросите на кассе' });
  await logged({ error: 'cardNotFound', code: '009' });

  const stranger = await gateway.call('GET', '/v2/card/4700', { authorization: null });
  expect(stranger).toMatchObject({
    status: 401,
    json: { code: '401', description: 'The login or the password is wrong' },
  });

  const { port, hostname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', text => {
    received += text;
  });
  socket.write('no HTTP\r\n\r\n');
  await new Promise(resolve => socket.on('close', resolve));
  expect(received).toContain('{"code":"1012","description":"Say that again"}');
});
