import { describe, expect, test } from 'vitest';
import { operations } from '../../src/loyalty-api/operations.js';
import { duplicateMembers } from '../../src/selftest/duplicate-members.js';
import { faultOf } from '../../src/selftest/fault.js';
import { judgeBody } from '../../src/selftest/judge-body.js';
import { Latencies } from '../../src/selftest/latencies.js';
import { mojibakeIn, mojibakeInside } from '../../src/selftest/mojibake.js';
import { readTarget } from '../../src/selftest/target.js';

const barcode = { barcodeNumber: '1', barcodeType: 'EAN_13' };
const card = { cardNumber: '1', cardState: 'active', barcode };
const bonus = { total: '1', available: '1', bonuses: [{ amount: '1', validUntil: '2026-12-31' }] };

describe('a body is held against the contract, and nothing is mended', () => {
  const getCard = operations.getCard.response.body;
  test.each<[string, unknown, string[]]>([
    ['as it should be', { card: { ...card, bonus } }, []],
    ['with more than the API names', { card: { ...card, tier: { name: 'gold' } }, more: ['1'] }, []],
    [
      'a missing member',
      { card: { ...card, barcode: undefined } },
      ['contract card.barcode: expected an object, got nothing'],
    ],
    [
      'another word',
      { card: { ...card, cardState: 'ACTIVE' } },
      ['contract card.cardState: expected one of active, inactive, got "ACTIVE"'],
    ],
    [
      'an empty number',
      { card: { ...card, cardNumber: ' ' } },
      ['contract card.cardNumber: is empty, got " "'],
    ],
    [
      'a number',
      { card: { ...card, cardNumber: 1 } },
      ['scalars-are-strings card.cardNumber: expected a string, got a number (1)'],
    ],
    [
      'null',
      { card: { ...card, cardNumber: null } },
      ['scalars-are-strings card.cardNumber: expected a string, got null'],
    ],
    [
      'a list for a text',
      { card: { ...card, cardNumber: ['1'] } },
      ['contract card.cardNumber: expected a string, got a list'],
    ],
    [
      'true in something unknown',
      { card, more: [{ isNew: true }] },
      ['scalars-are-strings more[0].isNew: expected a string, got true or false (true)'],
    ],
    [
      'one lot without its list',
      { card: { ...card, bonus: { ...bonus, bonuses: {} } } },
      ['contract card.bonus.bonuses: expected a list, got an object'],
    ],
    [
      'a day of no calendar',
      { card: { ...card, bonus: { ...bonus, bonuses: [{ amount: '1', validUntil: '2026-02-30' }] } } },
      ['contract card.bonus.bonuses[0].validUntil: expected a date YYYY-MM-DD, got "2026-02-30"'],
    ],
    ['null for all', null, ['contract the body: expected an object, got null']],
  ])('%s', (_, value, expected) => {
    expect(judgeBody(getCard, value).map(({ rule, message }) => `${rule} ${message}`)).toEqual(expected);
  });

  test('of several shapes the one that fits best is told of', () => {
    const { body } = operations.reserveCard.response;
    expect(judgeBody(body, '4700')).toEqual([]);
    expect(judgeBody(body, { cardNumber: '4700' })).toEqual([]);
    expect(judgeBody(body, { cardNumber: 4700 })).toHaveLength(1);
  });

  test('a long list of mistakes has an end', () => {
    const rows = Array.from({ length: 100_000 }, () => ({ date: 1, item: 2 }));
    expect(judgeBody(operations.listPurchases.response.body, rows).length).toBeLessThan(30);
  });
});

test.each([
  ['{"a":1,"b":{"a":2}}', []],
  ['{"a":1,"b":[{"a":1},{"a":1}]}', []],
  ['{"a":"a","b":"a"}', []],
  ['{"a":1,"a":2}', ['a']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"card":{"n":[0,{"x":1,"y":"{\\"x\\":1}","x":2}]}}', ['card.n[1].x']],
  ['[{"a":1,"a":2,"a":3},{"a":1}]', ['[0].a']],
  ['"a"', []],
])('duplicate members of %s: %j', (text, paths) => {
  expect(duplicateMembers(text)).toEqual(paths);
});

describe('mojibake', () => {
  const text = 'Кофе в зёрнах, 1 кг';
  test.each([
    ['Latin-1', Buffer.from(text).toString('latin1')],
    ['windows-1252', new TextDecoder('windows-1252').decode(Buffer.from(text))],
    ['windows-1251', new TextDecoder('windows-1251').decode(Buffer.from(text))],
    ['U+FFFD', `Ко\uFFFDе`],
    ['question marks', '???? ? ??????'],
  ])('%s is seen', (_, wrong) => {
    expect(mojibakeIn(wrong)).toMatch(/^the text /);
  });

  test.each([
    text,
    'Правда??',
    'Хочешь скидку????',
    '???? Хочешь скидку????',
    'Hurry up????',
    'РСЧ: «Рассвет»',
    'ÐÑ',
    'Crème brûlée',
    'Їжак і Ґава',
    'Россия, С°',
    'СІРІ',
  ])('%s is good', good => {
    expect(mojibakeIn(good)).toBeUndefined();
  });
});

test('question marks of several texts are no lost letters', () => {
  expect(mojibakeInside([{ title: 'Хочешь скидку????', note: 'Really????' }, '????'])).toBeUndefined();
  expect(mojibakeInside([{ title: 'Скидка' }, { title: '?????? ?? ????' }])).toMatch(/question marks/);
});

test('percentiles are by nearest rank', () => {
  const latencies = new Latencies();
  for (let time = 20; time >= 1; time--) latencies.add('findCard', time);
  latencies.add('getCard', 7);
  expect(latencies.all()).toEqual([
    { operation: 'findCard', count: 20, p50: 10, p95: 19, max: 20 },
    { operation: 'getCard', count: 1, p50: 7, p95: 7, max: 7 },
  ]);
});

test.each([
  ['http://127.0.0.1:8080', { secure: false, host: '127.0.0.1', port: 8080, basePath: '' }],
  [
    'https://loyalty.example.com/walletapi/',
    { secure: true, host: 'loyalty.example.com', port: 443, basePath: '/walletapi' },
  ],
  ['http://[::1]:8080/', { secure: false, host: '::1', port: 8080, basePath: '' }],
  ['loyalty.example.com', { problem: expect.stringContaining('it is no URL') }],
  ['ftp://loyalty.example.com', { problem: expect.stringContaining('http://') }],
  ['https://a:b@loyalty.example.com', { problem: expect.stringContaining('--user') }],
  ['https://loyalty.example.com/?a=b', { problem: expect.stringContaining('without ?') }],
])('the base URL %s', (text, target) => {
  expect(readTarget(text)).toEqual(target);
});

test.each([
  ['ENOTFOUND', false, 'unreachable', 'the host is not known'],
  ['EWEIRD', false, 'unreachable', 'no connection (EWEIRD)'],
  ['CERT_HAS_EXPIRED', false, 'certificate', 'the certificate has expired: renew it'],
  ['HPE_INVALID_CONSTANT', true, 'not-http', 'what came is not HTTP (HPE_INVALID_CONSTANT)'],
  ['ECONNRESET', true, 'cut', 'the connection was closed without an answer'],
  ['EWEIRD', true, 'cut', 'the connection broke (EWEIRD) without an answer'],
])('%s is told in words', (code, wasConnected, kind, message) => {
  expect(faultOf(Object.assign(new Error('x'), { code }), wasConnected, 0)).toEqual({ kind, message });
});
