import { usualErrors } from '../../src/loyalty-api/errors.js';
import type { Answer } from '../e2e/gateway.js';
import { CUSTOMERS, cardOf, phoneOf, type SoakCrm } from './crm.js';

/** What is asked for, and how its answer is held against what the CRM holds. */
export interface Asked {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly isWrite: boolean;
  /** What is wrong with an answer; `undefined` for a right one. */
  problemOf(answer: Answer): string | undefined;
}

/** Answers that say truly that the CRM did not do its part. */
const legitimate: ReadonlySet<unknown> = new Set(
  (['crmError', 'crmUnavailable', 'crmTimeout', 'crmBadReply', 'crmBusy', 'deadlineExceeded'] as const).map(
    error => usualErrors[error].code,
  ),
);

/** The request with a number: operations in turn, customers in an order in which neighbours are strangers. */
export function request(index: number, crm: SoakCrm): Asked {
  const customer = (index * 7_919) % CUSTOMERS;
  const make = makers[index % makers.length] ?? found;
  return make(customer, index, crm);
}

type Maker = (customer: number, index: number, crm: SoakCrm) => Asked;

const read = (operation: string, path: string, right: (json: unknown, text: string) => boolean): Asked => ({
  operation,
  method: 'GET',
  path,
  isWrite: false,
  problemOf: answer => problem(answer, right),
});

function problem(
  { status, json, text }: Answer,
  right: (json: unknown, text: string) => boolean,
): string | undefined {
  if (status === 200) return right(json, text) ? undefined : `wrong: ${text}`;
  if (status === 422 && legitimate.has((json as { code?: unknown }).code)) return undefined;
  return `${status} is no answer that is due: ${text}`;
}

const card = (customer: number) => ({
  cardNumber: cardOf(customer),
  cardState: 'active',
  barcode: { barcodeNumber: cardOf(customer), barcodeType: 'CODE_128' },
});

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const found: Maker = customer =>
  read('findCard', `/v1/card?msisdn=${phoneOf(customer)}`, json => same(json, { card: card(customer) }));

const nobody: Maker = (_, index) =>
  read('findCard of nobody', `/v1/card?email=nobody-${index}%40example.com`, (_json, text) => text === '');

/** The bonuses grow with each write, so that an answer of before is told from one of now. */
const bonuses: Maker = (customer, _, crm) => {
  const before = crm.writesTo(customer).length;
  return read('getCard', `/v1/card/${cardOf(customer)}`, json => {
    const { total, ...rest } = Object((json as { card?: { bonus?: object } }).card?.bonus);
    const isHeld =
      /^\d+\.5$/.test(total) && Number(total) >= before && Number(total) <= crm.writesTo(customer).length + 1;
    const expected = { card: { ...card(customer), bonus: { total, ...rest } } };
    return isHeld && rest.available === String(customer) && same(json, expected);
  });
};

const purchases: Maker = customer =>
  read('listPurchases', `/v1/card/${cardOf(customer)}/purchases?startDate=2026-01-01`, json =>
    same(json, [
      {
        date: '2026-03-02',
        item: `item ${customer}`,
        amount: String(customer * 100),
        quantity: '0.75',
        location: `store ${customer}`,
        bonuses: '1',
      },
    ]),
  );

const write: Maker = (customer, index, crm) => {
  const surname = `Name ${index}`;
  return {
    operation: 'updateCardholder',
    method: 'POST',
    path: `/v1/card/${cardOf(customer)}`,
    body: { surname },
    isWrite: true,
    problemOf: answer =>
      problem(answer, (_, text) => text === '' && crm.writesTo(customer).includes(surname)),
  };
};

const makers = [found, bonuses, purchases, write, found, bonuses, nobody];
