import fc from 'fast-check';
import { expect } from 'vitest';
import { errorCatalogue } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import { type Operation, operationIds, operations } from '../../src/loyalty-api/operations.js';
import { type RawRequest, readRequest } from '../../src/loyalty-api/read-request.js';
import { anyJson, textOf } from './json-text.js';
import { digitsOf, phones, phoneTexts, spelt } from './phones.js';
import { describeProperties } from './property.js';
import { encoded, queries } from './query-text.js';

/** A request as the mapping sees it, or the name of the error that it is refused with. */
function read(operation: Operation, raw: Partial<RawRequest>) {
  const whole = { method: 'GET', path: '/', params: {}, query: '', headers: {}, ...raw };
  try {
    return readRequest(operation, whole, ['x-test']);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Failure);
    return thrown as Failure;
  }
}

const { findCard, listPurchases, updateCardholder, sendReceiptQr } = operations;
const params = { cardNumber: '4700' };
const bytes = (text: string) => new TextEncoder().encode(text);
const inQuery = (name: string, value: string) => ({ query: `${name}=${encodeURIComponent(value)}` });
const inBody = (json: string) => ({ params, body: bytes(json) });

/** Of readRequest(): what Koshelek may send, and what the mapping sees of it. */
export function requestProperties(times: number): void {
  describeProperties('readRequest()', times, property => {
    property('a phone has the same digits in every spelling, in query and body', 300, runs =>
      fc.assert(
        fc.property(
          phones.chain(digits => fc.tuple(fc.constant(digits), spelt(digits))),
          ([digits, text]) => {
            expect(read(findCard, inQuery('msisdn', text))).toMatchObject({ query: { msisdn: digits } });
            const body = { phone: digits };
            expect(read(updateCardholder, inBody(JSON.stringify({ phone: text })))).toMatchObject({ body });
            expect(read(updateCardholder, inBody(`{"phone":${digits}}`))).toMatchObject({ body });
          },
        ),
        runs,
      ),
    );

    property('what is no phone is refused, and never guessed', 500, runs =>
      fc.assert(
        fc.property(phoneTexts, text => {
          const digits = digitsOf(text);
          const expected = digits ? { query: { msisdn: digits } } : { error: 'badMsisdn' };
          expect(read(findCard, inQuery('msisdn', text))).toMatchObject(
            text.trim() === '' ? { error: 'missingParameter' } : expected,
          );
        }),
        runs,
      ),
    );

    property('the days of a year are those of the calendar', 8, runs =>
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 9999 }), year => {
          for (let month = 0; month <= 13; month++) {
            for (let day = 0; day <= 32; day++) {
              const birthDate = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
              const date = new Date(0);
              date.setUTCFullYear(year, month - 1, day);
              const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
              const found = read(findCard, { query: `birthDate=${birthDate}` });
              expect('query' in found ? found.query.birthDate : found.error, birthDate).toBe(
                isDay ? birthDate : 'badDate',
              );
            }
          }
        }),
        runs,
      ),
    );

    property('a period that ends before it begins is refused, every other taken', 300, runs =>
      fc.assert(
        fc.property(days, days, (startDate, endDate) => {
          const found = read(listPurchases, { params, query: `startDate=${startDate}&endDate=${endDate}` });
          expect(found).toMatchObject(
            Date.parse(startDate) > Date.parse(endDate)
              ? { error: 'badDate' }
              : { query: { startDate, endDate } },
          );
        }),
        runs,
      ),
    );

    property('unknown parameters and members are handed on as they came', 300, runs =>
      fc.assert(
        fc.property(queries, fc.dictionary(unknownNames, fc.jsonValue()), (pairs, members) => {
          const query = ['msisdn=79620480100', ...pairs.map(({ text }) => text)].join('&');
          const expected = Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
          expect(read(findCard, { query })).toMatchObject({ query: { ...expected, msisdn: '79620480100' } });
          const found = read(sendReceiptQr, { body: bytes(JSON.stringify(members)) });
          expect('body' in found && JSON.stringify(found.body)).toBe(written(members));
        }),
        runs,
      ),
    );

    property('a parameter of the contract is refused when it is repeated, however it is encoded', 300, runs =>
      fc.assert(
        fc.property(
          contractPairs,
          queries,
          encoded,
          fc.nat(),
          ([name, value, other], pairs, encode, where) => {
            const query = [`${encode(name)}=${encode(value)}`, ...pairs.map(({ text }) => text)];
            query.splice(where % (query.length + 1), 0, `${encode(name)}=${encode(other)}`);
            expect(read(findCard, { query: query.join('&') })).toMatchObject({ error: 'badParameter' });
          },
        ),
        runs,
      ),
    );

    property('of a repeated parameter that is not of the contract all values are handed on', 300, runs =>
      fc.assert(
        fc.property(
          fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }),
          encoded,
          (values, encode) => {
            const query = [...values.map(value => `${encode('xя')}=${encode(value)}`), 'msisdn=79620480100'];
            expect(read(findCard, { query: query.join('&') })).toMatchObject({ query: { xя: values } });
          },
        ),
        runs,
      ),
    );

    property('anything is read, or refused with an error of the requests', 500, runs =>
      fc.assert(
        fc.property(
          fc.constantFrom(...operationIds),
          fc.dictionary(fc.constantFrom('cardNumber', 'x', '__proto__'), fc.string({ unit: 'binary' })),
          fc.oneof(
            fc.string(),
            queries.map(pairs => pairs.map(({ text }) => text).join('&')),
          ),
          fc.option(
            fc.oneof(
              fc.uint8Array(),
              anyJson.map(json => bytes(textOf(json))),
            ),
            { nil: undefined },
          ),
          fc.dictionary(
            fc.constantFrom('content-type', 'x-test'),
            fc.oneof(fc.constant('application/json'), fc.string(), fc.array(fc.string())),
          ),
          (id, params, query, body, headers) => {
            const found = read(operations[id], { params, query, body, headers });
            if (found instanceof Failure) expect(errorCatalogue[found.error].code).toMatch(/^1/);
            else expect(Object.getPrototypeOf(found.query)).toBe(Object.prototype);
          },
        ),
        runs,
      ),
    );
  });
}

/** As it was sent; what is called `__proto__` goes nowhere, at any depth. */
const written = (value: unknown) =>
  JSON.stringify(value, (key, member) => (key === '__proto__' ? undefined : member));

const pad = (value: number, length: number) => String(value).padStart(length, '0');

const days = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));

/** A parameter of findCard with two values, good ones or not. */
const contractPairs = fc.tuple(
  fc.constantFrom('msisdn', 'email', 'birthDate'),
  fc.constantFrom('79620480100', 'maria@example.com', '1985-04-12', ''),
  fc.oneof(
    fc.constantFrom('79620480100', 'maria@example.com', '1985-04-12', ''),
    fc.string({ unit: 'grapheme' }),
  ),
);

/** Names that no contract has. */
const unknownNames = fc.string().map(text => `x${text}`);
