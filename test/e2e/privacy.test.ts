import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { PEOPLE } from '../../examples/demo-crm/seed/people.js';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { startBrokenCrm } from './broken-crm.js';
import { fileCleanup } from './cleanup.js';
import { useEverything } from './everything.js';
import {
  basic,
  changedMapping,
  LOGIN,
  loyaltyGw,
  PASSWORD,
  type SpawnedGateway,
  serve,
  TOKEN,
} from './gateway.js';
import { badManners } from './privacy/crm.js';
import { inClear, spellingsOf } from './spellings.js';

const cleanup = fileCleanup();
const CARD = '4700000000000072783';
const RECEIPT = 't=20190814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1';
const KEY = 'the pseudonym key of the tests';
const CARDS_KEY = 'the cards key of the tests';
const stumbling = resolve('test/e2e/privacy/stumbling.yaml');

const anna = {
  surname: 'Иванова',
  firstname: 'Мария',
  middlename: 'Сергеевна',
  email: 'maria.ivanova@example.com',
  phone: '79620480100',
  birthDate: '1985-04-12',
  cardNumber: CARD,
};

const secrets = [PASSWORD, TOKEN, `${LOGIN}:${PASSWORD}`, KEY, CARDS_KEY, '9282000100000000'];
const personal = [
  ...Array.from({ length: 80 }, (_, index) => String(79_620_480_100 + index)),
  ...[CARD, '4700000000000072784', '4700000000000080001', '2900000000001', '29000000000'],
  ...PEOPLE.flatMap(([last, first, middle, , born, , mailbox]) => [last, first, middle, born, mailbox]),
  'example.com',
].filter((text): text is string => text !== null);

/** All that the processes printed. */
let printed: Record<string, string>;
let debug: SpawnedGateway;
let metrics: string;

/** Calls what a mapping has, in every way a CRM may misbehave. */
async function misbehave(
  mapping: string,
  paths: readonly string[],
  more: string,
  level: string,
): Promise<string> {
  const crm = await startBrokenCrm(cleanup, () => {});
  const gateway = await serve({ crm: crm.url, mapping, more, level, operations: null }, cleanup);
  for (const [name, behaviour] of Object.entries(badManners(anna))) {
    crm.behave(behaviour);
    // What hangs takes the timeout of the mapping.
    const some = name === 'never answered' ? paths.slice(0, 2) : paths;
    await Promise.all(some.map(path => gateway.call('GET', path)));
    const body = { ...anna, cardNumber: undefined };
    if (name !== 'never answered') await gateway.call('POST', `/v1/card/${CARD}`, { body });
  }
  expect(await gateway.process.stop()).toBe(0);
  return gateway.process.stdout() + gateway.process.stderr();
}

const asked = [
  `/v1/card?msisdn=${anna.phone}`,
  `/v1/card?email=${encodeURIComponent(anna.email)}`,
  `/v1/card/${CARD}`,
  `/v1/card/${CARD}/purchases?startDate=2026-01-01`,
];
const stumbles = [...readFileSync(stumbling, 'utf8').matchAll(/route: GET (\/x\/\w+)/g)].map(
  ([, path]) => `${path}/${CARD}`,
);

beforeAll(async () => {
  const crm = await startDemoCrm({ token: TOKEN });
  cleanup(() => crm.close());
  const admin = 'admin: { port: 0 }\n';
  debug = await serve({ crm: crm.url, level: `debug, key: ${KEY}`, more: admin }, cleanup);
  const trace = await serve({ crm: crm.url, level: 'trace', more: admin }, cleanup);
  await useEverything(debug);
  await useEverything(trace);
  const [, adminUrl] = await debug.process.line(/"admin":"([^"]+)"/);
  metrics = await (await fetch(`${adminUrl}/metrics`)).text();

  const user = ['--user', `${LOGIN}:${PASSWORD}`, '--data', 'examples/demo/selftest.yaml', '--allow-writes'];
  const selftest = loyaltyGw(['selftest', trace.url, ...user, '--budget', '1m'], cleanup);
  await selftest.ended;

  const cards = `cards: { key: ${CARDS_KEY}, series: { prefix: "29", last: 99999, checkDigit: EAN-13 } }\n`;
  const storm = resolve('test/e2e/card-storm/mapping.yaml');
  const numbers = await serve(
    {
      crm: crm.url,
      mapping: storm,
      operations: ['reserveCard', 'issueReservedCard', 'issueCard'],
      more: cards,
      level: 'trace',
    },
    cleanup,
  );
  const { json } = await numbers.call('GET', '/v1/card/anonymous');
  const { cardNumber } = json as { cardNumber: string };
  personal.push(cardNumber);
  await numbers.call('POST', `/v1/card/anonymous/${cardNumber}`, { body: { phone: anna.phone } });
  await numbers.call('POST', '/v1/card/anonymous', { body: { phone: anna.phone } });
  for (const each of [debug, trace, numbers]) expect(await each.process.stop()).toBe(0);

  const impatient = changedMapping(
    cleanup,
    'timeout: 3s',
    'timeout: 300ms\n  retries: 0\n  breaker: { failures: 1000 }',
  );
  const calm = 'limits: { shutdown: 5s }\n';
  const text = ({ process }: SpawnedGateway) => process.stdout() + process.stderr();
  printed = {
    debug: text(debug),
    trace: text(trace),
    'card numbers': text(numbers),
    'a CRM that fails': await misbehave(impatient, asked, calm, 'trace'),
    'a mapping that stumbles': await misbehave(stumbling, [...asked, ...stumbles], calm, 'trace'),
  };
  printed.selftest = selftest.stdout() + selftest.stderr();
}, 600_000);

it('no line holds personal data, a secret or a request, in any spelling', () => {
  const { selftest: _, ...gateways } = printed;
  const found = Object.entries(gateways).map(([name, text]) => [
    name,
    inClear([...personal, ...secrets, RECEIPT], text),
    // Of no person is anything left that Cyrillic letters would tell.
    text.match(/[а-яё]+/i),
  ]);
  expect(found).toEqual(Object.keys(gateways).map(name => [name, [], null]));
});

it('something was printed for all of it', () => {
  const count = (name: string) => printed[name]?.split('"msg":"request"').length ?? 0;
  expect(Object.fromEntries(Object.keys(printed).map(name => [name, count(name) > 3]))).toEqual({
    debug: true,
    trace: true,
    'card numbers': true,
    'a CRM that fails': true,
    'a mapping that stumbles': true,
    selftest: false,
  });
  // What went wrong is told in each way.
  const reasons = new Set(
    Object.values(printed).flatMap(text => [...text.matchAll(/"reason":"([^"]+)"/g)].map(([, it]) => it)),
  );
  expect(reasons.size).toBeGreaterThan(25);
});

it('neither metrics nor the report of the selftest hold a secret', () => {
  expect(inClear([...secrets, ...personal], metrics)).toEqual([]);
  expect(metrics).toContain('loyalty_gw_info');
  expect(inClear(secrets.slice(0, 3), printed.selftest ?? '')).toEqual([]);
});

it('the requests of one customer can be followed at debug', () => {
  const lines = debug.log().filter(({ msg }) => msg === 'customer');
  type Trace = { kind: string; masked: string; pseudonym: string };
  const of = (line: Record<string, unknown> | undefined) => (line?.customer ?? []) as Trace[];
  const pseudonym = (text: string) => {
    const all = lines.flatMap(of).filter(({ masked }) => masked === text);
    return new Set(all.map(trace => trace.pseudonym));
  };
  // Found by phone, and then asked for by the number of the card.
  expect(of(lines[0])).toEqual([
    { kind: 'phone', masked: '7962***0100', pseudonym: expect.stringMatching(/^[\w-]{12}$/) },
    { kind: 'email', masked: '***', pseudonym: expect.any(String) },
    { kind: 'card', masked: '***2783', pseudonym: expect.any(String) },
  ]);
  expect(pseudonym('7962***0100').size).toBe(1);
  expect(pseudonym('***2783').size).toBe(1);
  expect(pseudonym('***2784')).not.toEqual(pseudonym('***2783'));
  const ofCard = lines.filter(line => of(line).some(({ masked }) => masked === '***2783'));
  expect(ofCard.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['findCard', 'getCard', 'listPurchases']),
  );
  expect(
    debug
      .log()
      .filter(({ msg }) => msg === 'request')
      .map(({ requestId }) => requestId),
  ).toEqual(expect.arrayContaining(lines.map(({ requestId }) => requestId)));
});

it('is a search that finds what is there', () => {
  const login = basic(LOGIN, PASSWORD);
  expect(inClear([PASSWORD], `{"authorization":"${login}"}`)).toEqual([PASSWORD]);
  for (const spelling of spellingsOf(anna.surname))
    expect(inClear([anna.surname], `"${spelling}"`)).toEqual([anna.surname]);
  for (const before of ['', 'a', 'ab']) {
    const encoded = Buffer.from(`${before}${anna.email}!!`).toString('base64');
    expect(inClear([anna.email], encoded)).toEqual([anna.email]);
  }
  expect(inClear([anna.phone], 'call +7 (962) 048-01-00 now')).toEqual([anna.phone]);
  expect(inClear([anna.phone, CARD], '7962***0100 ***2783')).toEqual([]);
});
