import { beforeAll, expect, it } from 'vitest';
import { PEOPLE } from '../../examples/demo-crm/seed/people.js';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { reply, startBrokenCrm } from './broken-crm.js';
import { fileCleanup } from './cleanup.js';
import { useEverything } from './everything.js';
import { basic, LOGIN, PASSWORD, type SpawnedGateway, serve, TOKEN } from './gateway.js';

const cleanup = fileCleanup();
let gateway: SpawnedGateway;
let broken: SpawnedGateway;
let crmUrls: string[];

beforeAll(async () => {
  const crm = await startDemoCrm({ token: TOKEN });
  cleanup(() => crm.close());
  const trace = { error: { code: 'INTERNAL', message: '79620480100', trace: `at ${TOKEN} /srv/crm/core` } };
  const failing = await startBrokenCrm(cleanup, reply(500, JSON.stringify(trace)));
  crmUrls = [crm.url, failing.url];
  gateway = await serve({ crm: crm.url }, cleanup);
  broken = await serve({ crm: failing.url }, cleanup);
  await useEverything(gateway);
  await useEverything(broken);
  for (const each of [gateway, broken]) expect(await each.process.stop()).toBe(0);
});

it('holds no personal data, no secret and nothing of the CRM', () => {
  const printed = [gateway, broken].map(({ process }) => process.stdout() + process.stderr()).join('');
  const secrets = [
    PASSWORD,
    TOKEN,
    basic(LOGIN, PASSWORD).slice('Basic '.length),
    ...crmUrls.flatMap(url => [url, new URL(url).host]),
    '/customers',
    '/srv/crm',
    'INTERNAL',
    'CARD_NOT_FOUND',
    'PHONE_TAKEN',
    '/v1/',
  ];
  const personal = [
    '7962048',
    '962048',
    '470000000000',
    '490000000031',
    'example.com',
    '9282000100000000',
    ...PEOPLE.flatMap(([last, first, middle, , , , mailbox]) => [last, first, middle, mailbox]),
  ];
  const found = [...secrets, ...personal].filter(text => text !== null && printed.includes(text));
  expect(found).toEqual([]);
  expect(printed).not.toMatch(/[а-яё]/i);
});

it('begins with one line that says what listens where', () => {
  const [first] = gateway.log();
  expect(first).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    url: gateway.url,
    mapping: 'demo-crm',
    api: '1.2.0',
    operations: expect.arrayContaining([...operationIds]),
    msg: 'listening',
  });
});

it('has one line for each request', () => {
  const lines = gateway.log().filter(({ msg }) => msg === 'request');
  expect(lines).toHaveLength(29);
  for (const line of lines) {
    expect(line).toMatchObject({
      // A code that is no receipt's is found unreadable by an expression of the mapping.
      level: line.error === 'mappingFault' ? 'error' : 'info',
      requestId: expect.any(String),
      status: expect.any(Number),
      ms: expect.any(Number),
      crm: expect.any(Array),
      msg: 'request',
    });
    if (line.status === 200) expect(line).not.toHaveProperty('error');
    else expect(line).toMatchObject({ error: expect.any(String), code: expect.stringMatching(/^\d{4}$/) });
  }
  expect(new Set(lines.map(line => line.requestId)).size).toBe(29);
  const ms = expect.any(Number);
  expect(lines[0]).toMatchObject({
    operation: 'findCard',
    status: 200,
    crm: [
      { step: 'byPhone', status: 200, ms },
      { step: 'byEmail', status: 200, ms },
    ],
  });
  expect(lines[7]).toMatchObject({ operation: 'getCard', status: 422, error: 'cardNotFound', code: '2001' });
  expect(lines.at(-1)).toMatchObject({ operation: null, status: 401, error: 'unauthorized', crm: [] });
});

it('says nothing on stderr', () => {
  expect(gateway.process.stderr() + broken.process.stderr()).toBe('');
});
