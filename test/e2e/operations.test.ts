import { beforeAll, describe, expect, it } from 'vitest';
import { readJson } from '../../examples/demo-crm/json.js';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { fileCleanup } from './cleanup.js';
import { type Answer, type SpawnedGateway, serve, TOKEN } from './gateway.js';

const MARIA = '4700000000000072783';
const OLEG = '490000000031';

let crm: Awaited<ReturnType<typeof startDemoCrm>>;
let gateway: SpawnedGateway;

const cleanup = fileCleanup();
beforeAll(async () => {
  crm = await startDemoCrm({ token: TOKEN });
  cleanup(() => crm.close());
  gateway = await serve({ crm: crm.url }, cleanup);
});

const get = (path: string) => gateway.call('GET', path);

/** What the CRM itself says, asked past the gateway. */
async function inCrm(path: string): Promise<Record<string, unknown>> {
  const reply = await fetch(crm.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
  return readJson(await reply.text()) as Record<string, unknown>;
}

function expectAnswer(answer: Answer, status: number, text: unknown): void {
  expect({ status: answer.status, body: answer.json ?? '' }).toEqual({ status, body: text });
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)));
}

const error = (code: string) => ({ code, description: expect.any(String) });

describe('findCard', () => {
  const maria = `{"card":{"cardNumber":"${MARIA}","cardState":"active","barcode":{"barcodeNumber":"${MARIA}","barcodeType":"EAN_13"}}}`;

  it.each([
    ['by phone', 'msisdn=79620480100'],
    ['by email', 'email=maria.ivanova%40example.com'],
    ['by both', 'msisdn=79620480100&email=MARIA.IVANOVA@example.com'],
    ['by one of both', 'msisdn=79620480199&email=maria.ivanova%40example.com'],
    ['by phone, whatever else is asked', 'msisdn=79620480100&birthDate=1985-04-12&shoeSize=37'],
  ])('finds Мария %s, to the letter', async (_, query) => {
    const answer = await get(`/v1/card?${query}`);
    expectAnswer(answer, 200, JSON.parse(maria));
    expect(answer.text).toBe(maria);
  });

  it.each(['msisdn=79620480199', 'msisdn=79620480104', 'email=nobody%40example.com'])(
    'finds nobody with %s: an empty body of the same type',
    async query => {
      expectAnswer(await get(`/v1/card?${query}`), 200, '');
    },
  );

  it.each([
    ['a blocked card', 'msisdn=79620480102', '2003'],
    ['two customers with one phone', 'msisdn=79620480103', '2002'],
    ['only a criterion that the CRM does not know', 'birthDate=1985-04-12', '1008'],
    ['two customers, one by each criterion', 'msisdn=79620480100&email=oleg.kuznetsov%40example.com', '2002'],
  ])('fails with %s', async (_, query, code) => {
    expectAnswer(await get(`/v1/card?${query}`), 422, error(code));
  });
});

describe('getCard', () => {
  it('tells Мария her balance and both lots', async () => {
    expectAnswer(await get(`/v1/card/${MARIA}`), 200, {
      card: {
        cardNumber: MARIA,
        cardState: 'active',
        barcode: { barcodeNumber: MARIA, barcodeType: 'EAN_13' },
        bonus: {
          total: '1250.5',
          available: '1250.5',
          bonuses: [
            { description: 'Приветственные бонусы', amount: '300', validUntil: '2026-12-31' },
            { description: 'Бонусы за покупки', amount: '950.5', validUntil: '2027-01-31' },
          ],
        },
      },
    });
  });

  it('tells of one lot as a list of one', async () => {
    const { json } = await get(`/v1/card/${OLEG}`);
    expect(json).toMatchObject({
      card: {
        cardNumber: OLEG,
        bonus: {
          total: '120',
          bonuses: [{ description: 'Приветственные бонусы', amount: '120', validUntil: '2026-12-31' }],
        },
      },
    });
  });

  it('tells of no lots as an empty list', async () => {
    const { json } = await get('/v1/card/4700000000000072871');
    expect(json).toMatchObject({ card: { bonus: { total: '0', available: '0', bonuses: [] } } });
  });

  it('is inactive when it is blocked', async () => {
    expect((await get('/v1/card/4700000000000072805')).json).toMatchObject({
      card: { cardState: 'inactive' },
    });
  });

  it.each(['4700000000000072784', '4700000000000000000000', 'none'])(
    'fails without a card %s',
    async number => {
      expectAnswer(await get(`/v1/card/${number}`), 422, error('2001'));
    },
  );
});

describe('listPurchases', () => {
  const cheese = {
    date: '2026-03-02',
    item: 'Сыр полутвёрдый, вес',
    amount: '14993',
    quantity: '0.75',
    location: 'Рассвет на Лесной',
    bonuses: '7.5',
  };
  const dates = async (query: string) => {
    const { status, json } = await get(`/v1/card/${MARIA}/purchases?${query}`);
    expect(status).toBe(200);
    return (json as { date: string }[]).map(({ date }) => date);
  };
  const all = ['2026-01-15', '2026-03-02', '2026-04-11', '2026-05-20', '2026-06-30'];

  it('counts a receipt of 01:30+03:00 on 2 March to 2 March, in texts alone', async () => {
    const answer = await get(`/v1/card/${MARIA}/purchases?startDate=2026-03-02&endDate=2026-03-02`);
    expectAnswer(answer, 200, [cheese]);
  });

  it.each([
    ['startDate=2026-01-01', all],
    ['startDate=2026-01-15&endDate=2026-06-30', all],
    ['startDate=2026-01-16&endDate=2026-06-29', all.slice(1, 4)],
    ['startDate=2026-03-01&endDate=2026-03-01', []],
    ['startDate=2026-05-20', all.slice(3)],
  ])('includes both days: %s', async (query, expected) => {
    expect(await dates(query)).toEqual(expected);
  });

  it('gives one purchase, and none, as lists', async () => {
    expect((await get(`/v1/card/${OLEG}/purchases?startDate=2026-01-01`)).json).toEqual([
      {
        date: '2026-04-18',
        item: 'Чай чёрный, 100 пакетов',
        amount: '35999',
        quantity: '1',
        location: 'Рассвет на Лесной',
        bonuses: '18',
      },
    ]);
    expectAnswer(await get(`/v1/card/${OLEG}/purchases?startDate=2026-05-01`), 200, []);
  });

  it.each([
    ['without a start', '', '1008'],
    ['with a day that is none', 'startDate=2026-02-30', '1006'],
    ['with the end before the start', 'startDate=2026-03-02&endDate=2026-03-01', '1006'],
  ])('fails %s', async (_, query, code) => {
    expectAnswer(await get(`/v1/card/${MARIA}/purchases?${query}`), 422, error(code));
  });

  it('fails without a card', async () => {
    expectAnswer(await get('/v1/card/1/purchases?startDate=2026-01-01'), 422, error('2001'));
  });
});

describe('updateCardholder', () => {
  it.each(['POST', 'PUT'])('changes in the CRM what %s says, and nothing else', async method => {
    const before = await inCrm('/customers/1006');
    const body = {
      surname: `Горшков-${method}`,
      sex: 'м',
      phone: '79620480105',
      locality: 'Тула',
      birthDate: '1988-01-20',
    };
    const answer = await gateway.call(method, '/v1/card/4700000000000072838', { body });
    expectAnswer(answer, 200, '');
    expect(await inCrm('/customers/1006')).toEqual({
      ...before,
      lastName: `Горшков-${method}`,
      gender: 'M',
      city: 'Тула',
      birthDate: '1988-01-20',
      updatedAt: expect.any(String),
    });
  });

  it.each([
    ['a phone that another has', { phone: '79620480100' }, '2007'],
    ['an email that another has', { email: 'maria.ivanova@example.com' }, '2008'],
    ['a birth date that is none', { birthDate: '31.12.1988' }, '1006'],
  ])('fails with %s, and nothing is changed', async (_, body, code) => {
    const before = await inCrm('/customers/1006');
    expectAnswer(await gateway.call('POST', '/v1/card/4700000000000072838', { body }), 422, error(code));
    expect(await inCrm('/customers/1006')).toEqual(before);
  });

  it('fails without a card', async () => {
    expectAnswer(
      await gateway.call('POST', '/v1/card/1', { body: { locality: 'Тула' } }),
      422,
      error('2001'),
    );
  });
});

describe('updateCommunication', () => {
  it.each([
    [
      { allow: ['email', 'push'], deny: ['sms'] },
      { sms: false, email: true, call: true, push: true },
    ],
    [{ deny: ['push', 'pigeon'] }, { sms: false, email: true, call: true, push: false }],
    [{ allow: ['sms'] }, { sms: true, email: true, call: true, push: false }],
    [{}, { sms: true, email: true, call: true, push: false }],
  ])('%j', async (body, consents) => {
    const answer = await gateway.call('PUT', '/v1/card/4700000000000072860/communication', { body });
    expectAnswer(answer, 200, '');
    expect(await inCrm('/customers/1008')).toMatchObject({ consents });
  });
});

describe('the life of a reserved card', () => {
  const anna = {
    phone: '79620480150',
    surname: 'Новая',
    firstname: 'Анна',
    sex: 'f',
    email: 'anna@example.com',
  };
  const issue = (number: string, body: object) =>
    gateway.call('POST', `/v1/card/anonymous/${number}`, { body });

  it('is reserved, issued once, issued again to the same person only', async () => {
    const reserved = await get('/v1/card/anonymous');
    expectAnswer(reserved, 200, { cardNumber: expect.stringMatching(/^47000000000000800\d\d$/) });
    const { cardNumber } = reserved.json as { cardNumber: string };

    expectAnswer(await issue(cardNumber, anna), 200, '');
    expectAnswer(await issue(cardNumber, anna), 200, '');
    expectAnswer(
      await issue(cardNumber, { ...anna, phone: '79620480151', email: 'e@example.com' }),
      422,
      error('2005'),
    );

    expect((await get('/v1/card?msisdn=79620480150')).json).toMatchObject({ card: { cardNumber } });
    const { customerId } = await inCrm(`/cards/${cardNumber}`);
    expect(await inCrm(`/customers/${customerId}`)).toMatchObject({ lastName: 'Новая', gender: 'F' });
    expect((await inCrm('/customers?phone=%2B79620480150')).total).toBe(1);
  });

  it.each([
    ['a number that nobody reserved', { ...anna, phone: '79620480152', email: 'x@example.com' }, '2004'],
    ['a phone that another has', { phone: '79620480100' }, '2007'],
    ['no phone', { surname: 'Новая' }, '1008'],
  ])('fails with %s', async (_, body, code) => {
    expectAnswer(await issue('4700000000000081394', body), 422, error(code));
  });
});

describe('issueCard', () => {
  it('issues a card without a reservation', async () => {
    const body = { phone: '79620480160', firstname: 'Пётр' };
    const answer = await gateway.call('POST', '/v1/card/anonymous', { body });
    const { cardNumber } = (answer.json as { card: { cardNumber: string } }).card;
    expectAnswer(answer, 200, {
      card: {
        cardNumber: expect.stringMatching(/^\d{19}$/),
        cardState: 'active',
        barcode: { barcodeNumber: cardNumber, barcodeType: 'CODE_128' },
      },
    });
    expect((await get('/v1/card?msisdn=79620480160')).json).toEqual(answer.json);
    expectAnswer(await gateway.call('POST', '/v1/card/anonymous', { body }), 422, error('2007'));
  });
});

describe('sendReceiptQr', () => {
  const qrCode = 't=20190814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1';
  const send = (body: object) => gateway.call('POST', '/v1/promo/qrCode', { body });

  it('hands the receipt on', async () => {
    expectAnswer(await send({ cardNumber: MARIA, qrCode }), 200, '');
  });

  it.each([
    ['a card that is none', { cardNumber: '1', qrCode }, '2001'],
    ['no code', { cardNumber: MARIA }, '1008'],
  ])('fails with %s', async (_, body, code) => {
    expectAnswer(await send(body), 422, error(code));
  });
});

describe('lists', () => {
  it('gives the promos of everyone and those of the holder', async () => {
    const { status, json } = await get(`/v1/promo?cardNumber=${MARIA}`);
    const promos = json as { id: string }[];
    expect([status, promos.map(({ id }) => id)]).toEqual([200, ['301', '302', '303', '311', '312']]);
    expect(promos[0]).toEqual({
      id: '301',
      title: 'Скидка 10% на кофе',
      description: 'При покупке от 1000 рублей.',
      image: 'https://img.example.com/promos/301.jpg',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
    });
    expectAnswer(await get('/v1/promo?cardNumber=1'), 422, error('2001'));
    expectAnswer(await get('/v1/promo'), 422, error('1008'));
  });

  it('gives the phones of people with special terms', async () => {
    const phones = [0, 1, 9, 13, 18, 22, 30, 37].map(place => String(79620480100 + place));
    expectAnswer(await get('/v1/card/getAllUsers'), 200, phones);
    const { json } = await get('/v1/card/getAllUsersExtended');
    const users = json as { phone: string }[];
    expect(users.map(({ phone }) => phone)).toEqual(phones);
    expect(users[0]).toEqual({
      phone: '79620480100',
      params: [
        { name: 'tier', value: 'gold' },
        { name: 'discount', value: '10' },
      ],
    });
  });
});
