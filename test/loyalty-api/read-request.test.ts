import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/loyalty-api/failure.js';
import { type Operation, operations, withVersion } from '../../src/loyalty-api/operations.js';
import { type RawRequest, readRequest } from '../../src/loyalty-api/read-request.js';

const {
  findCard,
  getCard,
  issueReservedCard,
  listPurchases,
  listPromos,
  updateCardholder,
  updateCommunication,
  sendReceiptQr,
} = operations;

function read(operation: Operation, raw: Partial<RawRequest>, headerNames: string[] = []) {
  return readRequest(
    operation,
    { method: 'GET', path: '/v1/card', params: {}, query: '', headers: {}, ...raw },
    headerNames,
  );
}

function readBody(operation: Operation, body: string | Uint8Array, contentType?: string) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const params: Record<string, string> = operation.request.params.cardNumber ? { cardNumber: '1' } : {};
  return read(operation, { params, body: bytes, headers: { 'content-type': contentType } }).body;
}

function failure(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('nothing was thrown');
}

describe('a phone', () => {
  it.each([
    ['79202748099'],
    ['+79202748099'],
    ['%2B79202748099'],
    ['%2B7%20(920)%20274-80-99'],
    ['+7+(920)+274-80-99'],
    ['%2B7+920+2748099'],
    ['%207%C2%A0920%202748099'],
  ])('msisdn=%s', text => {
    expect(read(findCard, { query: `msisdn=${text}` }).query).toEqual({ msisdn: '79202748099' });
  });

  it.each(['12345', '123456789012345'])('may have 5 to 15 digits: %s', text => {
    expect(read(findCard, { query: `msisdn=${text}` }).query.msisdn).toBe(text);
  });

  it.each([
    '1234',
    '1234567890123456',
    '09202748099',
    'phone',
    '7920x2748099',
    '7920%2B2748099',
    '%2B%2B79202748099',
    '()',
    '7920.2748099',
    '٧٩٢٠٢٧٤٨٠٩٩',
    `${'('.repeat(5000)}79202748099`,
  ])('is refused: %s', text => {
    const thrown = failure(() => read(findCard, { query: `msisdn=${text}` }));
    expect(thrown.error).toBe('badMsisdn');
    expect(thrown.operation).toBe('findCard');
    expect(thrown.message).toBe(
      'query parameter "msisdn" is not a phone number of 5 to 15 digits with its country code',
    );
  });
});

describe('query parameters', () => {
  it.each([
    [findCard, 'birthDate=2026-02-30', 'badDate'],
    [findCard, 'birthDate=30.01.2026', 'badDate'],
    [findCard, 'email=ivan', 'badParameter'],
    [findCard, 'email=@', 'badParameter'],
    [findCard, 'email=a@b@c', 'badParameter'],
    [findCard, 'email=a%20b@c', 'badParameter'],
    [findCard, 'email=a%0Ab@c', 'badParameter'],
    [findCard, `email=${'a'.repeat(253)}@b`, 'badParameter'],
    [findCard, 'email=a@b&email=a@b', 'badParameter'],
    [findCard, 'email=&email=a@b', 'badParameter'],
    [findCard, 'email=a@b&e%6dail=a@b', 'badParameter'],
    [findCard, 'email=a@b&x=%E0%A4%A', 'badRequest'],
    [findCard, 'email=a@b&%FF=1', 'badRequest'],
    [findCard, 'email=a@b&x=%zz', 'badRequest'],
    [findCard, '', 'missingParameter'],
    [findCard, 'email=&msisdn', 'missingParameter'],
    [findCard, 'x=1', 'missingParameter'],
    [listPurchases, '', 'missingParameter'],
    [listPurchases, 'startDate=&endDate=2026-01-01', 'missingParameter'],
    [listPurchases, 'startDate=2026-01-02&endDate=2026-01-01', 'badDate'],
    [findCard, 'email=%20&msisdn=+', 'missingParameter'],
    [listPurchases, 'startDate=%C2%A0', 'missingParameter'],
    [listPromos, 'cardNumber=%2E%2E', 'badParameter'],
    [listPromos, 'cardNumber=%20', 'missingParameter'],
  ] as const)('%#: %o %s is %s', (operation, query, error) => {
    expect(failure(() => read(operation, { query, params: { cardNumber: '1' } })).error).toBe(error);
  });

  it('says which one is missing', () => {
    const params = { cardNumber: '1' };
    expect(failure(() => read(listPurchases, { params })).message).toBe(
      'query parameter "startDate" is missing',
    );
    expect(failure(() => read(findCard, {})).message).toBe(
      'there is none of query parameter "msisdn", query parameter "email", query parameter "birthDate"',
    );
    expect(failure(() => read(getCard, {})).message).toBe('path parameter "cardNumber" is missing');
  });

  it('are read, the unknown ones as they came', () => {
    const query =
      '&email=ivan+shop@%D1%8F.ru&birthDate=&msisdn=+&a=b+c=d&flag&%D1%8F=%2B&constructor=1&__proto__=2&tag=1&tag=&tag=3&';
    const request = read(findCard, { query });
    expect(request.query).toEqual({
      email: 'ivan+shop@я.ru',
      a: 'b c=d',
      flag: '',
      я: '+',
      constructor: '1',
      tag: ['1', '', '3'],
    });
    expect(Object.getPrototypeOf(request.query)).toBe(Object.prototype);
  });

  it('may name the same day twice in a period', () => {
    const query = 'startDate=2026-01-01&endDate=2026-01-01';
    expect(read(listPurchases, { params: { cardNumber: '1' }, query }).query).toEqual({
      startDate: '2026-01-01',
      endDate: '2026-01-01',
    });
  });
});

describe('a card number', () => {
  it.each(['1', '4700000000000072783', 'AB-12 3', '...', 'я', '50%', '%zz', 'x'.repeat(64)])(
    '%s',
    cardNumber => {
      expect(read(getCard, { params: { cardNumber } }).params).toEqual({ cardNumber });
    },
  );

  const paths = ['.', '..', 'a/b', 'a\\b', '%2e%2E', '..%2fb', 'a%5Cb', 'a%00'];
  it.each([...paths, 'a\nb', 'a\u0000', '\u0085', 'x'.repeat(65)])('is refused: %j', cardNumber => {
    expect(failure(() => read(getCard, { params: { cardNumber } })).error).toBe('badParameter');
  });

  it.each([
    [getCard, 'anonymous'],
    [updateCardholder, 'getAllUsers'],
    [updateCommunication, 'anonymous'],
    [listPurchases, 'getAllUsersExtended'],
    [issueReservedCard, 'purchases'],
    [withVersion(getCard, ''), 'anonymous'],
  ])('is no word of the routes: %o %s', (operation, cardNumber) => {
    expect(
      failure(() => read(operation, { params: { cardNumber }, query: 'startDate=2026-01-01' })).error,
    ).toBe('unknownOperation');
  });

  it('may be a word of the API elsewhere', () => {
    expect(read(getCard, { params: { cardNumber: 'card' } }).params).toEqual({ cardNumber: 'card' });
  });

  it.each(['', ' ', '\t\u00a0'])('is missing when it is blank: %j', cardNumber => {
    expect(failure(() => read(getCard, { params: { cardNumber } })).error).toBe('missingParameter');
  });
});

describe('a body', () => {
  it('has its members normalised, the unknown ones as they came', () => {
    const body = `{"surname":"Иванов","firstname":"","patronymic":null,"locality":" ","sex":"Ж","birthDate":"1985-04-12",
      "phone":"+7 (920) 274-80-99","email":"i@x.ru","countryCode":643,
      "number":4700000000000072783,"none":null,"nested":{"phone":"+7","none":null},"empty":"","blank":" "}`;
    expect(readBody(updateCardholder, body)).toEqual({
      surname: 'Иванов',
      sex: 'f',
      birthDate: '1985-04-12',
      phone: '79202748099',
      email: 'i@x.ru',
      countryCode: '643',
      number: '4700000000000072783',
      none: null,
      nested: { phone: '+7', none: null },
      empty: '',
      blank: ' ',
    });
  });

  it.each([
    ['m', 'm'],
    ['M', 'm'],
    ['м', 'm'],
    ['М', 'm'],
    ['Male', 'm'],
    ['f', 'f'],
    ['F', 'f'],
    ['ж', 'f'],
    ['FEMALE', 'f'],
  ])('sex %s is %s', (sex, normal) => {
    expect(readBody(updateCardholder, JSON.stringify({ sex }))).toEqual({ sex: normal });
  });

  it('takes a truth value for a text', () => {
    expect(readBody(updateCardholder, '{"locality":true}')).toEqual({ locality: 'true' });
  });

  it('takes a phone that is a JSON number', () => {
    expect(readBody(updateCardholder, '{"phone":79202748099}')).toEqual({ phone: '79202748099' });
  });

  it('keeps the channels, unknown ones too', () => {
    const channels = { allow: ['sms', 'pigeon'], deny: [] };
    expect(readBody(updateCommunication, JSON.stringify(channels))).toEqual(channels);
  });

  it.each([
    [updateCardholder, { phone: '8' }, 'badMsisdn'],
    [updateCardholder, { phone: 1.5 }, 'badMsisdn'],
    [updateCardholder, { phone: [] }, 'badMsisdn'],
    [updateCardholder, { birthDate: 20260101 }, 'badDate'],
    [updateCardholder, { birthDate: '2026-02-29' }, 'badDate'],
    [updateCardholder, { sex: 'x' }, 'badParameter'],
    [updateCardholder, { sex: 'constructor' }, 'badParameter'],
    [updateCardholder, { email: true }, 'badParameter'],
    [updateCardholder, { surname: {} }, 'badParameter'],
    [updateCardholder, { surname: ['a'] }, 'badParameter'],
    [updateCardholder, { surname: 'x'.repeat(1001) }, 'badParameter'],
    [updateCardholder, { surname: '\ud800' }, 'badParameter'],
    [updateCardholder, { countryCode: { $ne: null } }, 'badParameter'],
    [updateCardholder, { email: { $ne: null } }, 'badParameter'],
    [updateCardholder, { birthDate: ['2026-01-01'] }, 'badDate'],
    [sendReceiptQr, { cardNumber: { $ne: null } }, 'badParameter'],
    [sendReceiptQr, { cardNumber: ['1'] }, 'badParameter'],
    [sendReceiptQr, { cardNumber: true }, 'badParameter'],
    [sendReceiptQr, { cardNumber: 1.5 }, 'badParameter'],
    [sendReceiptQr, { cardNumber: -1 }, 'badParameter'],
    [sendReceiptQr, { cardNumber: '../1' }, 'badParameter'],
    [sendReceiptQr, { qrCode: { $ne: null } }, 'badParameter'],
    [sendReceiptQr, { qrCode: ['t=1'] }, 'badParameter'],
    [updateCommunication, { allow: { $ne: null } }, 'badParameter'],
    [updateCommunication, { allow: [{ $ne: null }] }, 'badParameter'],
    [updateCommunication, { allow: 'sms' }, 'badParameter'],
    [updateCommunication, { allow: [1] }, 'badParameter'],
    [updateCommunication, { allow: [null] }, 'badParameter'],
    [updateCommunication, { deny: Array(101).fill('sms') }, 'badParameter'],
  ] as const)('%#: %o %o is %s', (operation, body, error) => {
    expect(failure(() => readBody(operation, JSON.stringify(body))).error).toBe(error);
  });

  it.each([
    ['"4700000000000072783"', '4700000000000072783'],
    ['4700000000000072783', '4700000000000072783'],
    ['490000000031', '490000000031'],
    ['4.9e11', '490000000000'],
    ['" "', undefined],
    ['null', undefined],
  ])('takes the card number %s of a receipt as %s', (json, cardNumber) => {
    expect(readBody(sendReceiptQr, `{"cardNumber":${json}}`)).toEqual({ cardNumber });
  });

  it('has members that the contract does not name as they came', () => {
    expect(readBody(sendReceiptQr, '\uFEFF{"qrCode":"t=1&s=1.5","x":{"y":[null,1.50]}}')).toEqual({
      qrCode: 't=1&s=1.5',
      x: { y: [null, 1.5] },
    });
  });

  it('is an empty object when there is none, and absent when the operation reads none', () => {
    expect(readBody(sendReceiptQr, '')).toEqual({});
    expect(readBody(sendReceiptQr, '', 'text/plain')).toEqual({});
    expect(read(sendReceiptQr, {}).body).toEqual({});
    expect(read(getCard, { params: { cardNumber: '1' }, body: new Uint8Array([255]) })).not.toHaveProperty(
      'body',
    );
  });

  it.each([' ', '[]', 'null', '"a"', '1', '{', '{"a":1}x', '['.repeat(1000)])('is refused: %s', text => {
    expect(failure(() => readBody(sendReceiptQr, text)).error).toBe('badJson');
  });

  it.each(['{"surname":"a","surname":"b"}', '{"surname":"a","s\\u0075rname":"a"}', '{"x":{"y":1,"y":2}}'])(
    'is refused, for nobody knows which of two members of one name was meant: %s',
    text => {
      expect(failure(() => readBody(updateCardholder, text)).error).toBe('badJson');
    },
  );

  it('is refused when it is not UTF-8', () => {
    expect(failure(() => readBody(sendReceiptQr, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).error).toBe(
      'badJson',
    );
  });

  it.each([
    undefined,
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json; version=1; charset=utf8',
    'application/vnd.koshelek.v1+json',
  ])('may be said to be %s', contentType => {
    expect(readBody(sendReceiptQr, '{}', contentType)).toEqual({});
  });

  it.each([
    '',
    'text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'application/json; charset=windows-1251',
    'application/json, application/json',
    'text/html; a=application/json',
  ])('may not be said to be %j', contentType => {
    expect(failure(() => readBody(sendReceiptQr, '{}', contentType)).error).toBe('badContentType');
  });

  it('lets no member reach a prototype', () => {
    const body = readBody(sendReceiptQr, '{"__proto__":{"polluted":1},"constructor":{"prototype":1}}');
    expect(body).toEqual({ constructor: { prototype: 1 } });
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });
});

describe('the request as a whole', () => {
  it('hands on the headers that were asked for', () => {
    const headers = { 'x-one': '1', 'x-two': ['2', '3'], authorization: 'Basic x', 'x-none': undefined };
    const names = ['x-one', 'x-two', 'x-none', 'constructor'];
    expect(read(sendReceiptQr, { headers }, names).headers).toEqual({ 'x-one': '1', 'x-two': '2, 3' });
  });

  it('is new each time', () => {
    const raw = {
      method: 'GET',
      path: '/v1/card/1',
      params: { cardNumber: '1', extra: '2' },
      query: '',
      headers: {},
    };
    const one = readRequest(getCard, raw, []);
    const two = readRequest(getCard, raw, []);
    expect(one).toEqual({ method: 'GET', path: '/v1/card/1', params: raw.params, query: {}, headers: {} });
    for (const part of ['params', 'query', 'headers'] as const) expect(one[part]).not.toBe(two[part]);
    expect(one.params).not.toBe(raw.params);
  });

  it('is read, or refused by a Failure of the group 1xxx that does not quote it', () => {
    const operation = fc.constantFrom(...Object.values(operations));
    const secret = 'SeCrEt';
    const value = fc.string({ unit: 'grapheme' }).map(text => `${secret}${text}/`);
    const body = fc.dictionary(
      fc.constantFrom('phone', 'email', 'sex', 'birthDate', 'surname', 'allow', 'x'),
      fc.oneof(value, fc.jsonValue()),
    );
    const names = ['msisdn', 'email', 'birthDate', 'cardNumber', 'startDate', 'endDate', secret];
    const query = fc.array(fc.tuple(fc.constantFrom(...names), value.map(encodeURIComponent)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(operation, value, query, body, (operation, cardNumber, query, body) => {
        const raw = {
          params: { cardNumber },
          query: query.map(pair => pair.join('=')).join('&'),
          body: new TextEncoder().encode(JSON.stringify(body)),
        };
        try {
          read(operation, raw);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).message).not.toContain(secret);
          expect((error as Failure).error).toMatch(/^(bad|missing)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
