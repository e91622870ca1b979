// @ts-check
/** What all processes of the bench agree on: who calls, whom for, and what the answer is. */

export const login = 'koshelek';
export const password = 'bench-password';
export const crmToken = 'bench-token';

export const credentials = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;

/** With 13 digits, so that plain JSON.parse, which the contenders use, keeps it as the gateway does. */
const number = 4700000072783;

/** What the CRM says of the customer, in the shape of the demo CRM. */
export const customers = {
  items: [
    {
      id: 1001,
      phone: '+79620480100',
      email: 'maria.ivanova@example.com',
      lastName: 'Иванова',
      firstName: 'Мария',
      middleName: 'Петровна',
      gender: 'F',
      birthDate: '1985-04-12',
      country: 'RU',
      city: 'Москва',
      blocked: false,
      consents: { sms: true, email: true, call: false, push: true },
      card: {
        number,
        customerId: 1001,
        status: 'ACTIVE',
        barcodeType: 'EAN13',
        balance: 1250.5,
        issuedAt: '2024-03-01T10:15:00+03:00',
      },
      createdAt: '2024-03-01T10:15:00+03:00',
      updatedAt: '2026-05-20T18:40:12+03:00',
    },
  ],
  total: 1,
};

export const card = {
  number,
  status: 'ACTIVE',
  barcodeType: 'EAN13',
  customerId: 1001,
  issuedAt: '2024-03-01T10:15:00+03:00',
};

export const bonuses = {
  total: 1250.5,
  available: 950.5,
  currency: 'BON',
  lots: [
    { title: 'Приветственные бонусы', amount: 300, expires: '2026-12-31T23:59:59+03:00' },
    { title: 'Бонусы за покупки', amount: 950.5, expires: '2027-01-31T23:59:59+03:00' },
  ],
};

const answered = {
  cardNumber: '4700000072783',
  cardState: 'active',
  barcode: { barcodeNumber: '4700000072783', barcodeType: 'EAN_13' },
};

/** What is asked for, and what all must answer: one call to the CRM, and two at the same time. */
export const requests = {
  findCard: { path: '/v1/card?msisdn=79620480100', answer: { card: answered } },
  getCard: {
    path: `/v1/card/${number}`,
    answer: {
      card: {
        ...answered,
        bonus: {
          total: '1250.5',
          available: '950.5',
          bonuses: [
            { description: 'Приветственные бонусы', amount: '300', validUntil: '2026-12-31' },
            { description: 'Бонусы за покупки', amount: '950.5', validUntil: '2027-01-31' },
          ],
        },
      },
    },
  },
};

/** @typedef {keyof typeof requests} RequestName */

export const requestNames = /** @type {const} @satisfies {RequestName[]} */ (['findCard', 'getCard']);

/** What findCard asks the CRM for, in the spelling of the gateway. */
export const crmPath = '/customers?phone=%2B79620480100';
