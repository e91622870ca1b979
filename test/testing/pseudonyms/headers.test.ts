import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';
import { survivors } from '../../../src/testing/pseudonyms/survivors.js';

/** A header with other people in it. */
function written(name: string, value: string): string {
  const people = new Pseudonyms(new Uint8Array(32).fill(7), new Set());
  people.learnHeader(name, value);
  const anew = people.text(value);
  expect(survivors(anew, people.fakes, [])).toEqual([]);
  return anew;
}

describe('nobody real is left in a header', () => {
  it.each([
    ['location', '/customers/ivan.smirnov@example.ru?phone=79161112233&name=Smirnov'],
    ['location', '/customers/17?name=Ivan+Smirnov'],
    ['location', 'https://crm.test/c/ivan.smirnov%40example.ru#phone=%2B7%20495%20111-22-33'],
    ['location', '/c?surname=%D0%A1%D0%BC%D0%B8%D1%80%D0%BD%D0%BE%D0%B2&phone=8+495+111-22-33'],
    ['location', '/c?who=%7B%22surname%22%3A%22Smirnov%22%7D'],
    ['location', '/c?tel=111-22-33&tel=%2B7+495+111-22-33'],
    ['location', 'https://crm.test/clients/phone/84951112233'],
    ['link', '</c?page=2&phone=74951112233>; rel="next", </c?surname=Smirnov>; rel=last'],
    ['refresh', '5; url=https://crm.test/c?phone=74951112233'],
    ['x-customer', 'id=17; phone="+7 495 111-22-33"; name=Smirnov'],
    ['x-customer-phone', '+7 495 111-22-33'],
    ['x-client-name', 'Ivan Smirnov'],
    ['x-client-name', '%D0%A1%D0%BC%D0%B8%D1%80%D0%BD%D0%BE%D0%B2'],
    ['x-customer', '{"surname": "Smirnov"}'],
  ])('%s: %s', (name, value) => {
    const anew = decodeURIComponent(written(name, value));
    expect(anew).not.toMatch(/smirnov|смирнов|111.?22.?33/i);
    expect(anew).not.toBe(decodeURIComponent(value));
  });

  it('and all else stays in its place', () => {
    const value = '/customers/17/?phone=79161112233&page=2&sort=a+b&sum=10500#top';
    expect(written('location', value)).toMatch(
      /^\/customers\/17\/\?phone=7962048\d{4}&page=2&sort=a\+b&sum=10500#top$/,
    );
  });
});

it.each([
  ['location', '/orders/1050?title=Milk&name=Shop&total=10500#full'],
  ['location', 'https://customers.shop.test/goods?title=Milk'],
  ['link', '</orders?page=2>; rel="next"; title="Page Two"'],
  ['location', '/mobile/v2/orders/10500'],
  ['retry-after', 'Wed, 21 Oct 2026 07:28:00 GMT'],
  ['x-request', '100%'],
])('a header that tells of nobody stays: %s: %s', (name, value) => {
  expect(written(name, value)).toBe(value);
});
