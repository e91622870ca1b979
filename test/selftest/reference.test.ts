import { expect, onTestFinished, test } from 'vitest';
import { noData } from '../../src/selftest/data.js';
import { brokenRules, exchangesOf, selftest, stepsOf, templateData } from './run.js';
import { listen, Service } from './service.js';

async function served() {
  const service = new Service();
  const { url } = await listen(service, onTestFinished);
  return { service, url };
}

test('a service as it should be passes everything, and nothing is left out', async () => {
  const { service, url } = await served();
  const result = await selftest(url, service, { budget: 60_000 });
  expect(brokenRules(result)).toEqual([]);
  expect(stepsOf(result).filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(result.scenarios).toHaveLength(16);
  expect(result.latencies.map(({ operation }) => operation)).toHaveLength(12);
});

test('without permission nothing is written, and what would write is skipped', async () => {
  const { service, url } = await served();
  const result = await selftest(url, service, { allowWrites: false });
  const written = service.asked.filter(line => /^(POST|PUT|PATCH|DELETE)|anonymous/.test(line));
  expect(written).toEqual([]);
  expect(brokenRules(result)).toEqual([]);
  const skipped = stepsOf(result).filter(({ outcome }) => outcome === 'skipped');
  expect(new Set(skipped.map(({ reason }) => reason))).toEqual(
    new Set(['it writes: allow it with --allow-writes', 'no number was issued', 'no card was issued']),
  );
  expect(skipped.length).toBeGreaterThan(15);
});

test('without data the transport is tried all the same', async () => {
  const { service, url } = await served();
  const result = await selftest(url, service, { data: noData });
  expect(brokenRules(result)).toEqual([]);
  const passed = result.scenarios.filter(({ steps }) => steps.some(step => step.outcome === 'passed'));
  expect(passed.map(({ id }) => id)).toEqual([
    'connection',
    'credentials',
    'paths',
    'connections',
    'latency',
  ]);
  const reasons = stepsOf(result).map(({ reason }) => reason);
  expect(reasons).toContain('the data has no `known`');
  expect(reasons).toContain('the data has no `purchases` and no `unknown`');
});

test('what a revision does not have yet is skipped', async () => {
  const { service, url } = await served();
  const result = await selftest(url, service, { revision: '1.0.0', budget: 60_000 });
  const skipped = stepsOf(result).filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.map(({ operation, reason }) => `${operation}: ${reason}`)).toEqual([
    'issueCard: not in revision 1.0.0, but since 1.2.0',
    'findCard: no card was issued',
    'sendReceiptQr: not in revision 1.0.0, but since 1.1.0',
  ]);
  expect(service.asked.filter(line => /^POST .*(anonymous|qrCode)$/.test(line))).toEqual([]);
});

test('a second run finds that the cards are issued, and issues no more', async () => {
  const { service, url } = await served();
  await selftest(url, service);
  const result = await selftest(url, service);
  expect(brokenRules(result)).toEqual([]);
  const [first] = stepsOf(result).filter(({ outcome }) => outcome === 'skipped');
  expect(first?.reason).toMatch(
    /^79620480150 has the card \d+, perhaps of a selftest before: name another phone/,
  );
  expect(service.holders).toHaveLength(4);
});

test.each([
  [
    'card number',
    { phone: '79620480177', cardNumber: '4700000000000072784' },
    /^the service has the card 47/,
  ],
  [
    'phone',
    { phone: '79620480199', cardNumber: '4700000000000072777' },
    /^the service has a card for the phone 7/,
  ],
])('nothing is written to `unknown` where its %s is somebody’s', async (_, somebody, reason) => {
  const { service, url } = await served();
  service.holders.push(somebody);
  const result = await selftest(url, service);
  expect(service.asked.filter(line => /^(POST|PUT) .*4700000000000072784/.test(line))).toEqual([]);
  expect(stepsOf(result).filter(step => reason.test(step.reason ?? ''))).toHaveLength(6);
});

test('nor where the card is told in another form than it should be', async () => {
  const { service, url } = await served();
  service.getCard = number => service.json({ data: { card: { number } } });
  await selftest(url, service);
  expect(service.asked.filter(line => /^(POST|PUT) .*4700000000000072784/.test(line))).toEqual([]);
});

test('a service that issues what was never reserved gives `unknown` no card, and a note says whose it is', async () => {
  const { service, url } = await served();
  service.issueReserved = (cardNumber, { phone }) => {
    service.holders.push({ phone: String(phone), cardNumber });
    return service.nothing();
  };
  const result = await selftest(url, service);
  expect(service.holders.map(({ phone }) => phone)).not.toContain('79620480199');
  expect(service.asked.filter(line => /^(POST|PUT) .*card\/4700000000000072784/.test(line))).toEqual([]);
  expect(stepsOf(result).flatMap(({ notes }) => notes)).toContain(
    'perhaps issued 4700000000000072784 to 79620480150: name another number in `unknown`',
  );
});

test('a service may demand both lists of channels, except where one is absent', async () => {
  const { service, url } = await served();
  const withBody = service.withBody.bind(service);
  service.withBody = (body, use) =>
    body.includes('"allow"') && !body.includes('"deny"')
      ? service.error('1003', 'Нужны оба списка')
      : withBody(body, use);
  const result = await selftest(url, service);
  const failed = stepsOf(result).filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ title }) => title)).toEqual(['either list may be absent']);
});

test('an answer may hold something that is another one each time', async () => {
  const { service, url } = await served();
  const findCard = service.findCard.bind(service);
  let count = 0;
  service.findCard = query => {
    const answer = findCard(query);
    if (answer.body === '' || answer.status !== 200) return answer;
    return service.json({ ...JSON.parse(String(answer.body)), meta: { generatedAt: String(count++) } });
  };
  expect(brokenRules(await selftest(url, service))).toEqual([]);
});

test('it says what it has left behind', async () => {
  const { service, url } = await served();
  const notes = stepsOf(await selftest(url, service)).flatMap(step => step.notes);
  const [number] = service.reserved;
  expect(notes).toContain(`reserved ${number}, which is not issued: it is free again in one hour`);
  expect(notes).toContain(`issued ${service.holders[2]?.cardNumber} to 79620480150; it stays`);
});

test('the password is in no exchange', async () => {
  const { service, url } = await served();
  const { login, password } = service;
  const result = await selftest(url, service);
  const shown = JSON.stringify(
    exchangesOf(result).map(({ sent, came }) => ({ ...sent, answer: came?.headers })),
  );
  expect(shown).toContain('Basic ***');
  for (const secret of [password, Buffer.from(`${login}:${password}`).toString('base64')]) {
    expect(shown).not.toContain(secret);
  }
});

test('an empty password is not tried as a wrong one where it is the right one', async () => {
  const service = new Service();
  Object.assign(service, { password: '' });
  const { url } = await listen(service, onTestFinished);
  const result = await selftest(url, service);
  expect(brokenRules(result)).toEqual([]);
  const skipped = stepsOf(result).filter(({ reason }) => reason === 'these are the right ones');
  expect(skipped.map(({ title }) => title)).toEqual(['an empty password is refused']);
});

test('an oversized body may be refused before it is read', async () => {
  const service = new Service();
  const read = service.read.bind(service);
  service.read = async request =>
    Number(request.headers['content-length'] ?? 0) > 100_000 ? undefined : read(request);
  const { url } = await listen(service, onTestFinished);
  expect(brokenRules(await selftest(url, service))).toEqual([]);
});

test('routes may be others: another version, another prefix, one of their own', async () => {
  const service = new Service();
  const respond = service.respond.bind(service);
  service.respond = asked => {
    const own = /^\/walletapi\/v2\/держатель\/(\d+)$/.exec(decodeURI(asked.path));
    if (own && asked.method === 'PUT')
      return respond({ ...asked, method: 'POST', path: `/v1/card/${own[1]}` });
    if (asked.method === 'POST' && /\/card\/\d+$/.test(asked.path)) return service.unknownPath();
    return respond({ ...asked, path: asked.path.replace(/^\/walletapi\/v2/, '/v1') });
  };
  const { url } = await listen(service, onTestFinished);
  const routes = { updateCardholder: 'PUT /v2/держатель/{cardNumber}' };
  const result = await selftest(`${url}/walletapi/`, service, {
    segment: 'v2',
    data: { ...templateData, routes },
  });
  expect(brokenRules(result)).toEqual([]);
  expect(service.asked.every(line => line.includes(' /walletapi/v2/'))).toBe(true);
});
