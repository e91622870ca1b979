// @ts-check
/** What all processes of the bench agree on: who calls, whom for, and what the answer is. */

export const login = 'koshelek';
export const password = 'bench-password';
export const crmToken = 'bench-token';

export const credentials = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;

export const findCardPath = '/v1/card?msisdn=79620480100';

/**
 * What the CRM says of the customer, in the shape of the demo CRM. The card number has 13 digits, so that plain
 * JSON.parse, which the two contenders use, keeps it as the gateway does.
 */
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
        number: 4700000072783,
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

export const expectedAnswer = {
  card: {
    cardNumber: '4700000072783',
    cardState: 'active',
    barcode: { barcodeNumber: '4700000072783', barcodeType: 'EAN_13' },
  },
};
