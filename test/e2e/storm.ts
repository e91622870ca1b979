import { expect } from 'vitest';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { type Behaviour, startBrokenCrm } from './broken-crm.js';
import type { Cleanup } from './cleanup.js';
import { type Answer, serve } from './gateway.js';

const CUSTOMERS = 2_000;
const CONCURRENCY = 64;
const FIRST_PHONE = 79_621_000_000;
/** Neighbours that are one number to whoever reads them as doubles. */
const FIRST_CARD = 4_700_000_000_001_000_000n;

/**
 * Sends requests for many customers at the same time and holds every answer against what that customer must get.
 * The CRM answers in an order of its own, so that what belongs to several requests is under way at any moment.
 */
export async function storm(count: number, cleanup: Cleanup): Promise<void> {
  const mixedUp: string[] = [];
  const crm = await startBrokenCrm(cleanup, crmOfMany(mixedUp));
  const gateway = await serve({ crm: crm.url }, cleanup);
  let next = 0;
  const client = async () => {
    for (let index = next++; index < count; index = next++) {
      // Steps that share no factor with the number of customers: neighbours in time are strangers.
      const [customer, scene] = [(index * 7_919) % CUSTOMERS, scenes[index % scenes.length] ?? scenes[0]];
      const { method, path, body } = scene.request(customer);
      const answer = await gateway.call(method, path, { body });
      const expected = scene.asksOf === 'nobody' || !isBroken(customer) ? scene.answer(customer) : crmError;
      if (!isRight(answer, expected)) mixedUp.push(`${method} ${path}: ${answer.text}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, client));
  expect(mixedUp).toEqual([]);
  expect(next).toBeGreaterThanOrEqual(count);
  expect(await gateway.process.stop()).toBe(0);
  expect(gateway.process.stderr()).toBe('');
  // And two that tell of its beginning and its end.
  expect(gateway.log()).toHaveLength(count + 2);
}

interface Scene {
  request(customer: number): { method: string; path: string; body?: object };
  /** Of nobody: then it does not matter for whom the CRM is broken. */
  readonly asksOf?: 'nobody';
  /** The body; `''` for an empty one. */
  answer(customer: number): unknown;
}

const phoneOf = (customer: number) => String(FIRST_PHONE + customer);
const cardOf = (customer: number) => String(FIRST_CARD + BigInt(customer));
const isBroken = (customer: number) => customer % 23 === 0;

const card = (customer: number) => ({
  cardNumber: cardOf(customer),
  cardState: 'active',
  barcode: { barcodeNumber: cardOf(customer), barcodeType: 'CODE_128' },
});

const scenes: [Scene, ...Scene[]] = [
  {
    request: customer => ({ method: 'GET', path: `/v1/card?msisdn=${phoneOf(customer)}` }),
    answer: customer => ({ card: card(customer) }),
  },
  {
    request: customer => ({ method: 'GET', path: `/v1/card/${cardOf(customer)}` }),
    answer: customer => ({
      card: {
        ...card(customer),
        bonus: {
          total: `${customer}.5`,
          available: String(customer),
          bonuses: [{ description: `lot ${customer}`, amount: `${customer}.5`, validUntil: '2026-12-31' }],
        },
      },
    }),
  },
  {
    request: customer => ({
      method: 'GET',
      path: `/v1/card/${cardOf(customer)}/purchases?startDate=2026-01-01`,
    }),
    answer: customer => [
      {
        date: '2026-03-02',
        item: `item ${customer}`,
        amount: String(customer * 100),
        quantity: '0.75',
        location: `store ${customer}`,
        bonuses: '1',
      },
    ],
  },
  {
    request: customer => ({
      method: 'POST',
      path: `/v1/card/${cardOf(customer)}`,
      body: { surname: `Name ${customer}` },
    }),
    answer: () => '',
  },
  {
    asksOf: 'nobody',
    request: customer => ({ method: 'GET', path: `/v1/card?email=nobody-${customer}%40example.com` }),
    answer: () => '',
  },
];

const crmError = usualErrors.crmError;

function isRight({ status, json, text }: Answer, expected: unknown): boolean {
  if (expected === '') return status === 200 && text === '';
  return status === (expected === crmError ? 422 : 200) && JSON.stringify(json) === JSON.stringify(expected);
}

function crmOfMany(mixedUp: string[]): Behaviour {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://crm');
    const [, collection, key = '', part] = pathname.split('/');
    const phone = searchParams.get('phone');
    const customer =
      collection === 'cards'
        ? Number(BigInt(key) - FIRST_CARD)
        : collection === 'customers' && key !== ''
          ? Number(key)
          : phone === null
            ? undefined
            : Number(phone) - FIRST_PHONE;
    let reply = '{"items":[],"total":0}';
    if (customer !== undefined && part === undefined && collection === 'customers' && key === '') {
      reply = `{"items":[{"id":${customer},"blocked":false,"card":${cardInCrm(customer)}}],"total":1}`;
    } else if (customer !== undefined && collection === 'customers') {
      const body = Buffer.concat(chunks).toString('utf8');
      if (body !== `{"lastName":"Name ${customer}"}`) mixedUp.push(`written to ${customer}: ${body}`);
      reply = `{"id":${customer}}`;
    } else if (customer !== undefined && part === 'bonuses') {
      reply = `{"total":${customer}.5,"available":${customer},"lots":[{"title":"lot ${customer}","amount":${customer}.5,"expires":"2026-12-31T23:59:59+03:00"}]}`;
    } else if (customer !== undefined && part === 'receipts') {
      reply = `{"items":[{"closedAt":"2026-03-02T01:30:00+03:00","store":{"name":"store ${customer}"},"lines":[{"title":"item ${customer}","sum":${customer},"quantity":0.75,"bonus":1}]}]}`;
    } else if (customer !== undefined) {
      reply = cardInCrm(customer);
    }
    const status = customer !== undefined && isBroken(customer) ? 500 : 200;
    const send = () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? reply : '{"error":{"code":"INTERNAL"}}');
    };
    setTimeout(send, Math.random() * 8);
  };
}

const cardInCrm = (customer: number) =>
  `{"number":${cardOf(customer)},"status":"ACTIVE","barcodeType":"CODE128","customerId":${customer}}`;
