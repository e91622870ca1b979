import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readJson, writeJson } from '../../examples/demo-crm/json.js';
import { type DemoCrmOptions, startDemoCrm } from '../../examples/demo-crm/server.js';

const MARIA = '4700000000000072783';
const FIRST_FREE = '4700000000000080001';
const HOUR = 60 * 60 * 1000;

async function start(options: DemoCrmOptions = {}) {
  const crm = await startDemoCrm(options);
  onTestFinished(() => crm.close());
  async function call(method: string, path: string, body?: unknown, token = 'demo-crm-token') {
    const response = await fetch(crm.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      body: body === undefined || typeof body === 'string' ? body : writeJson(body),
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: the tests judge the shape
    const json = readJson(text) as any;
    return { status: response.status, type: response.headers.get('content-type'), text, json };
  }
  return { ...crm, call, get: (path: string) => call('GET', path) };
}

const failure = (status: number, code: string) => ({
  status,
  type: 'application/json',
  json: { error: { code, message: expect.any(String), trace: expect.stringContaining('\n    at ') } },
});

describe('errors', () => {
  it.each([
    ['GET', '/nowhere', undefined, 404, 'NO_SUCH_ROUTE'],
    ['GET', '//', undefined, 404, 'NO_SUCH_ROUTE'],
    ['DELETE', '/customers/1001', undefined, 404, 'NO_SUCH_ROUTE'],
    ['GET', '/customers/9', undefined, 404, 'CUSTOMER_NOT_FOUND'],
    ['PATCH', '/customers/9', {}, 404, 'CUSTOMER_NOT_FOUND'],
    ['PUT', '/customers/9/consents', {}, 404, 'CUSTOMER_NOT_FOUND'],
    ['POST', '/customers', '{"phone":', 400, 'BAD_JSON'],
    ['POST', '/customers', '', 400, 'BAD_JSON'],
    ['POST', '/customers', '[]', 400, 'BAD_JSON'],
    ['POST', '/customers', `"${'x'.repeat(2 ** 20)}"`, 413, 'BODY_TOO_LARGE'],
    ['PATCH', '/customers/1001', { phone: '+79620480101' }, 409, 'PHONE_TAKEN'],
    ['PATCH', '/customers/1001', { email: 'Oleg.Kuznetsov@example.com' }, 409, 'EMAIL_TAKEN'],
    ['PATCH', '/customers/1001', { phone: '79620480100' }, 400, 'BAD_PHONE'],
    ['PATCH', '/customers/1001', { gender: 'ж' }, 400, 'BAD_FIELD'],
    ['PATCH', '/customers/1001', { birthDate: '2026-02-30' }, 400, 'BAD_FIELD'],
    ['PATCH', '/customers/1001', { city: 7 }, 400, 'BAD_FIELD'],
    ['PUT', '/customers/1001/consents', { fax: true }, 400, 'UNKNOWN_CHANNEL'],
    ['PUT', '/customers/1001/consents', { sms: 'yes' }, 400, 'BAD_FIELD'],
    ['GET', '/cards/4700000000000072784', undefined, 404, 'CARD_NOT_FOUND'],
    ['GET', '/cards/4700000000000072784/bonuses', undefined, 404, 'CARD_NOT_FOUND'],
    ['GET', '/cards/none/receipts?from=2026-01-01', undefined, 404, 'CARD_NOT_FOUND'],
    ['GET', `/cards/${MARIA}/receipts`, undefined, 400, 'BAD_DATE'],
    ['GET', `/cards/${MARIA}/receipts?from=01.01.2026`, undefined, 400, 'BAD_DATE'],
    ['GET', `/cards/${MARIA}/receipts?from=2026-01-01&to=2026-02-30`, undefined, 400, 'BAD_DATE'],
    ['GET', '/promos?cardNumber=1', undefined, 404, 'CARD_NOT_FOUND'],
  ])('%s %s', async (method, path, body, status, code) => {
    const { call } = await start();
    const reply = await call(method, path, body);
    expect(reply).toMatchObject(failure(status, code));
  });

  it('wants its token before anything else', async () => {
    const { call } = await start({ token: 'another' });
    expect(await call('GET', '/nowhere')).toMatchObject(failure(401, 'UNAUTHORIZED'));
    expect(await call('GET', '/customers', undefined, 'another')).toMatchObject({ status: 200 });
  });
});

describe('customers', () => {
  it.each([
    ['', 41, 41],
    ['?phone=&email=', 41, 41],
    ['?colour=red&limit=2&offset=40', 1, 41],
    ['?phone=%2B79620480100', 1, 1],
    ['?phone=+79620480100', 0, 0],
    ['?phone=%2B79620480199', 0, 0],
    ['?phone=%2B79620480103', 2, 2],
    ['?phone=%2B79620480103&email=PAVEL.SOKOLOV@example.com', 1, 1],
    ['?phone=%2B79620480103&email=maria.ivanova@example.com', 0, 0],
  ])('lists with %s', async (query, listed, total) => {
    const { json } = await (await start()).get(`/customers${query}`);
    expect([json.items.length, json.total]).toEqual([listed, total]);
  });

  it('has the promised people, every card of its own', async () => {
    const { items } = (await (await start()).get('/customers')).json;
    expect(items[0]).toMatchObject({
      phone: '+79620480100',
      email: 'maria.ivanova@example.com',
      card: { number: MARIA, status: 'ACTIVE', barcodeType: 'EAN13' },
    });
    expect(items[1].card.number).toBe(490000000031);
    expect(items[2]).toMatchObject({ blocked: true, card: { status: 'BLOCKED' } });
    expect(items[4].card).toBeNull();
    const numbers = items.flatMap(
      (customer: { card: { number: string } | null }) => customer.card?.number ?? [],
    );
    expect(new Set(numbers).size).toBe(40);
    expect(numbers.filter((number: unknown) => /^\d{19}$/.test(String(number)))).toHaveLength(39);
  });

  it('gives one, with the card number as a bare number of 19 digits', async () => {
    const { text } = await (await start()).get('/customers/1001');
    expect(text).toContain(`"card":{"number":${MARIA},`);
  });

  it('changes the given profile fields only', async () => {
    const { call, get } = await start({ clock: () => Date.UTC(2026, 4, 1, 21) });
    const before = (await get('/customers/1001')).json;
    const change = { city: 'Тула', middleName: '', phone: before.phone, blocked: true };
    const after = (await call('PATCH', '/customers/1001', change)).json;
    expect(after).toEqual({
      ...before,
      city: 'Тула',
      middleName: null,
      updatedAt: '2026-05-02T00:00:00+03:00',
    });
    expect((await get('/customers/1001')).json).toEqual(after);
  });

  it('changes the given consents, or none when a channel is unknown', async () => {
    const { call, get } = await start();
    const changed = { sms: false, email: true, call: true, push: false };
    expect((await call('PUT', '/customers/1001/consents', { sms: false, email: true })).json).toEqual(
      changed,
    );
    await call('PUT', '/customers/1001/consents', { call: false, fax: true });
    expect((await get('/customers/1001')).json.consents).toEqual(changed);
  });
});

describe('new customers', () => {
  const anna = { phone: '+79620480199', email: 'anna@example.com', lastName: 'Новая', gender: 'F' };

  it.each([
    [{ phone: '+79620480100' }, ['phone PHONE_TAKEN']],
    [{ phone: '+79620480104' }, ['phone PHONE_TAKEN']],
    [{ email: 'MARIA.IVANOVA@example.com' }, ['email EMAIL_TAKEN']],
    [{ phone: '8 962 048-01-99' }, ['phone BAD_PHONE']],
    [{ phone: null }, ['phone BAD_PHONE']],
    [{ birthDate: '12.04.1985' }, ['birthDate BAD_FIELD']],
    [{ cardNumber: FIRST_FREE }, ['cardNumber CARD_NOT_RESERVED']],
    [{ cardNumber: 'abc' }, ['cardNumber CARD_NOT_RESERVED']],
    [{ cardNumber: '2900000000019' }, ['cardNumber CARD_NOT_RESERVED']],
    [{ cardNumber: '4600000000015' }, ['cardNumber CARD_NOT_RESERVED']],
    [{ cardNumber: MARIA }, ['cardNumber CARD_ALREADY_ISSUED']],
    [
      { phone: '1', gender: 'x', cardNumber: 1 },
      ['phone BAD_PHONE', 'gender BAD_FIELD', 'cardNumber CARD_NOT_RESERVED'],
    ],
  ])('are refused inside a 200: %j', async (change, expected) => {
    const { call, get } = await start();
    const { status, json } = await call('POST', '/customers', { ...anna, ...change });
    expect([status, json.ok]).toEqual([200, false]);
    expect(
      json.errors.map((error: { field: string; code: string }) => `${error.field} ${error.code}`),
    ).toEqual(expected);
    expect((await get('/customers')).json.total).toBe(41);
  });

  it.each([
    ['text', FIRST_FREE],
    ['a bare number', BigInt(FIRST_FREE)],
  ])('get the card they reserved, sent as %s', async (_, cardNumber) => {
    const { call, get } = await start();
    expect((await call('POST', '/card-reservations')).text).toContain(`{"number":${FIRST_FREE},`);
    const { text, json } = await call('POST', '/customers', { ...anna, cardNumber });
    expect(json).toMatchObject({ ok: true, customer: { id: 1042, ...anna, middleName: null } });
    expect(text).toContain(`"number":${FIRST_FREE},`);
    expect((await get(`/cards/${FIRST_FREE}`)).json).toMatchObject({ customerId: 1042, status: 'ACTIVE' });
    expect((await get(`/cards/${FIRST_FREE}/bonuses`)).json).toMatchObject({ available: 0, lots: [] });
    const again = await call('POST', '/customers', { phone: '+79620480198', cardNumber });
    expect(again.json.errors[0].code).toBe('CARD_ALREADY_ISSUED');
  });

  it('get a card of a number that the CRM does not give out itself, once', async () => {
    const { call, get } = await start();
    const { json } = await call('POST', '/customers', { ...anna, cardNumber: '2900000000018' });
    expect(json.customer.card).toMatchObject({ status: 'ACTIVE', barcodeType: 'EAN13' });
    expect((await get('/cards/2900000000018')).json).toMatchObject({ customerId: 1042 });
    const again = await call('POST', '/customers', { phone: '+79620480198', cardNumber: '2900000000018' });
    expect(again.json.errors[0].code).toBe('CARD_ALREADY_ISSUED');
  });

  it('get the next free card that nobody has reserved, or none', async () => {
    const { call } = await start();
    await call('POST', '/card-reservations');
    const { json } = await call('POST', '/customers', { ...anna, issueCard: true });
    expect(json.customer.card.number).toBe('4700000000000080008');
    expect((await call('POST', '/customers', { phone: '+79620480198' })).json.customer.card).toBeNull();
  });

  it('are not new when the phone is known without a card', async () => {
    const { call, get } = await start();
    const body = { phone: '+79620480104', email: 'nina.belyaeva@example.com', city: 'Омск', issueCard: true };
    expect((await call('POST', '/customers', body)).json).toMatchObject({
      ok: true,
      customer: { id: 1005, lastName: 'Беляева', city: 'Омск', card: { number: FIRST_FREE } },
    });
    expect((await get('/customers')).json.total).toBe(41);
  });
});

describe('reservations', () => {
  it('last one hour by the clock, then the number is free again', async () => {
    let now = Date.UTC(2026, 0, 1, 20, 30);
    const { call } = await start({ clock: () => now });
    const reserve = async () => (await call('POST', '/card-reservations')).json;
    expect(await reserve()).toEqual({ number: FIRST_FREE, expiresAt: '2026-01-02T00:30:00+03:00' });
    now += HOUR - 1;
    expect((await reserve()).number).toBe('4700000000000080008');
    now += 1;
    const late = await call('POST', '/customers', { phone: '+79620480199', cardNumber: FIRST_FREE });
    expect(late.json.errors[0].code).toBe('CARD_NOT_RESERVED');
    expect((await reserve()).number).toBe(FIRST_FREE);
  });

  it('end when no number is left', async () => {
    const { call } = await start();
    const replies = await Promise.all(Array.from({ length: 200 }, () => call('POST', '/card-reservations')));
    expect(new Set(replies.map(({ json }) => json.number)).size).toBe(200);
    expect(await call('POST', '/card-reservations')).toMatchObject(failure(409, 'NO_FREE_CARDS'));
    const { json } = await call('POST', '/customers', { phone: '+79620480199', issueCard: true });
    expect(json.errors[0].code).toBe('NO_FREE_CARDS');
  });
});

describe('cards', () => {
  it('gives one by its number', async () => {
    const { text, json } = await (await start()).get(`/cards/${MARIA}`);
    expect(text).toMatch(new RegExp(`^{"number":${MARIA},`));
    expect(Object.keys(json)).toEqual(['number', 'status', 'barcodeType', 'customerId', 'issuedAt']);
  });

  it('gives the bonuses', async () => {
    const { get } = await start();
    const maria = (await get(`/cards/${MARIA}/bonuses`)).json;
    expect(maria).toMatchObject({ total: 1250.5, available: 1250.5, currency: 'BON' });
    expect(maria.lots).toMatchObject([
      { amount: 300, expires: '2026-12-31T23:59:59+03:00' },
      { amount: 950.5, expires: '2027-01-31T23:59:59+03:00' },
    ]);
    expect((await get('/cards/490000000031/bonuses')).json.lots).toHaveLength(1);
  });

  it.each([
    ['from=2026-01-01', 5],
    ['from=2026-01-01&to=', 5],
    ['from=2026-01-15&to=2026-06-30', 5],
    ['from=2026-01-16&to=2026-06-29', 3],
    ['from=2026-03-01&to=2026-03-01', 0],
    ['from=2026-03-02&to=2026-03-02', 1],
    ['from=2026-06-30&to=2026-01-15', 0],
  ])('lists the receipts of whole shop days: %s', async (query, total) => {
    const { json } = await (await start()).get(`/cards/${MARIA}/receipts?${query}`);
    expect([json.items.length, json.total]).toEqual([total, total]);
  });

  it('weighs cheese', async () => {
    const { get } = await start();
    const [night] = (await get(`/cards/${MARIA}/receipts?from=2026-03-02&to=2026-03-02`)).json.items;
    expect(night).toMatchObject({ closedAt: '2026-03-02T01:30:00+03:00', store: { id: 7 } });
    expect(night.lines).toMatchObject([{ quantity: 0.75, price: 199.9, sum: 149.93, bonus: 7.5 }]);
    const { items } = (await get('/cards/490000000031/receipts?from=2026-01-01')).json;
    expect(items.map((receipt: { lines: unknown[] }) => receipt.lines.length)).toEqual([1]);
  });
});

describe('marketing', () => {
  it('lists promos for everyone, and more for a holder', async () => {
    const { get } = await start();
    const ids = async (query: string) =>
      (await get(`/promos${query}`)).json.items.map((promo: { id: number }) => promo.id);
    expect(await ids('')).toEqual([301, 302, 303]);
    expect(await ids(`?cardNumber=${MARIA}`)).toEqual([301, 302, 303, 311, 312]);
  });

  it('lists the members of the special segment with their phones of today', async () => {
    const { call, get } = await start();
    await call('PATCH', '/customers/1001', { phone: '+79620480199' });
    const { items, total } = (await get('/segments/special/members')).json;
    expect([items.length, total]).toEqual([8, 8]);
    expect(items[0]).toEqual({ phone: '+79620480199', tier: 'gold', discount: 10 });
  });

  const scan = {
    cardNumber: MARIA,
    fiscalDate: '20260814T190500',
    sum: 1250.5,
    fn: '92820001',
    i: 12345,
    fp: '1',
  };

  it('accepts a receipt scan, its card number as text or as a number', async () => {
    const { call } = await start();
    const text = await call('POST', '/receipt-scans', scan);
    expect(text).toMatchObject({ status: 202, json: { id: 1, accepted: true } });
    const bare = await call('POST', '/receipt-scans', { ...scan, cardNumber: BigInt(MARIA) });
    expect(bare).toMatchObject({ status: 202, json: { id: 2 } });
  });

  it.each([
    ...Object.keys(scan).map(field => [{ ...scan, [field]: undefined }, 400, 'BAD_RECEIPT'] as const),
    [{ ...scan, fn: '' }, 400, 'BAD_RECEIPT'] as const,
    [{ ...scan, cardNumber: '1' }, 404, 'CARD_NOT_FOUND'] as const,
  ])('refuses the scan %j', async (body, status, code) => {
    const { call } = await start();
    expect(await call('POST', '/receipt-scans', JSON.stringify(body))).toMatchObject(failure(status, code));
  });
});

describe('the server', () => {
  it('gives each instance its own data', async () => {
    const [one, two] = [await start(), await start()];
    await one.call('PATCH', '/customers/1001', { city: 'Тула' });
    await one.call('PUT', '/customers/1001/consents', { sms: false });
    const maria = (await two.get('/customers/1001')).json;
    expect([maria.city, maria.consents.sms]).toEqual(['Москва', true]);
  });

  it('keeps idle connections for a minute', async () => {
    const { headers } = await fetch((await start()).url);
    expect(headers.get('keep-alive')).toBe('timeout=60');
  });

  it('waits before every answer', async () => {
    const { call } = await start({ latency: 40 });
    const begin = performance.now();
    await call('GET', '/nowhere', undefined, 'wrong');
    expect(performance.now() - begin).toBeGreaterThan(35);
  });

  it('closes at once, idle and busy connections included', async () => {
    const crm = await start({ latency: 60_000 });
    const busy = crm.get('/customers').catch(() => 'cut');
    await new Promise(resolve => setTimeout(resolve, 20));
    await crm.close();
    expect(await busy).toBe('cut');
  });

  it('refuses to start on a taken port', async () => {
    const { port } = await start();
    await expect(startDemoCrm({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the JSON of long numbers', () => {
  it.each([
    [`{"n":${MARIA}}`, { n: MARIA }],
    [`{"n":" ${MARIA} \\" 1","m":-1.5e3}`, { n: ` ${MARIA} " 1`, m: -1500 }],
    ['[0.1234567890123456789,123]', [0.12345678901234568, 123]],
  ])('reads %s', (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it.each([`{${MARIA}:1}`, '{"n":0004700000000000072783}', ''])('does not read %j', text => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });

  it('writes', () => {
    const value = { n: BigInt(MARIA), s: 'Ё"\n', list: [1.5, null, true, {}] };
    expect(writeJson(value)).toBe(`{"n":${MARIA},"s":"Ё\\"\\n","list":[1.5,null,true,{}]}`);
  });
});

describe('main.js', () => {
  const file = fileURLToPath(new URL('../../examples/demo-crm/main.js', import.meta.url));

  function run(port: string): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [file], { env: { ...process.env, CRM_PORT: port, CRM_HOST: '' } });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  async function failureOf(port: string) {
    const child = run(port);
    const [[code], chunks] = await Promise.all([once(child, 'exit'), child.stderr.toArray()]);
    return { code, errors: chunks.join('') };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends cleanly on %s', async signal => {
    const child = run('0');
    const [line] = await once(child.stdout, 'data');
    expect(String(line)).toMatch(/^demo CRM listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await failureOf(String(port))).toEqual({
      code: 1,
      errors: `demo CRM: port ${port} is already in use; choose another with CRM_PORT\n`,
    });
  });

  it('says in one line that the port is none', async () => {
    expect(await failureOf('http')).toEqual({ code: 1, errors: 'demo CRM: CRM_PORT is not a port: http\n' });
  });
});
