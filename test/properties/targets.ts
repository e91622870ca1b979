import fc from 'fast-check';
import { canary } from './json-text.js';

/** UTF-8 as a text of its bytes. */
export const utf8 = (text: string) => Buffer.from(text).toString('latin1');

/** Any bytes, as a text of them. */
export const anyBytes = fc.uint8Array({ maxLength: 30 }).map(bytes => Buffer.from(bytes).toString('latin1'));

/** Any bytes as a URL carries them. */
const encodedBytes = fc
  .uint8Array({ maxLength: 8 })
  .map(bytes => Buffer.from(bytes).toString('hex').replace(/../g, '%$&'));

/** Mostly the one, now and then the other: a request with two things wrong is refused for the first. */
export const mostly = <T>(usual: fc.Arbitrary<T>, weight: number, ...others: fc.Arbitrary<T>[]) =>
  fc.oneof({ weight: weight * others.length, arbitrary: usual }, ...others);

const segments = mostly(
  fc.constantFrom('v1', 'card', 'promo', 'anonymous', 'purchases', 'communication', '4700'),
  2,
  fc.constantFrom(
    '',
    '.',
    '..',
    '%2e%2E',
    '%2F',
    'a%2Fb',
    '%5C',
    '\\',
    '%',
    '%zz',
    '%00',
    '%C3%28',
    '%D1%8F',
  ),
  fc.constantFrom(
    'getAllUsers',
    'qrCode',
    'card;a=1',
    'CARD',
    '{cardNumber}',
    ':cardNumber',
    '*',
    '__proto__',
  ),
  fc.constantFrom('"<>^`{|}', '@', canary, `%${'41'.repeat(200)}`, '~user', '[1]', "'"),
  encodedBytes,
);

const known = fc.constantFrom(
  '/v1/card',
  '/v1/card/4700',
  '/v1/card/4700/purchases',
  '/v1/card/4700/communication',
  '/v1/promo',
  '/v1/promo/qrCode',
  '/v1/card/anonymous',
  '/v1/card/anonymous/4700',
  '/v1/card/getAllUsers',
  '/v1/card/getAllUsersExtended',
);

const paths = mostly(
  known,
  1,
  segments.map(segment => `/v1/card/${segment}`),
  fc.array(segments, { maxLength: 6 }).map(all => `/${all.join('/')}`),
);

const names = mostly(
  fc.constantFrom('msisdn', 'email', 'birthDate', 'cardNumber', 'startDate', 'endDate'),
  4,
  fc.constantFrom('__proto__', 'constructor', '%zz', 'x', '', 'm%73isdn', canary),
);

const values = fc.oneof(
  fc.constantFrom('79620480100', '%2B7+(962)+048-01-00', 'a@example.com', '2026-01-01', '4700', '4701', ''),
  fc.constantFrom(canary, '%F0%9F%98%80', '%ED%A0%80', '?', '{"$ne":null}', '%', '%ff', 'a=b', '%00'),
  encodedBytes,
);

/** Nothing, or a query with its question mark. */
export const queries = fc
  .array(fc.tuple(names, values), { maxLength: 4 })
  .map(all => (all.length === 0 ? '' : `?${all.map(pair => pair.join('=')).join('&')}`));

/** What is no target, or one in a form that clients do not use. */
const strange = fc.oneof(
  fc.constantFrom(
    '*',
    '',
    '#',
    'shop.example:443',
    'http:',
    'http://',
    'http://[::1',
    '/v1/card#x',
    utf8('/v1/card/я'),
  ),
  anyBytes,
  anyBytes.map(bytes => `/v1/card/${bytes}`),
  anyBytes.map(bytes => `/v1/card?email=${bytes}`),
);

const prefixes = mostly(
  fc.constant(''),
  12,
  fc.constantFrom('http://shop.example', 'HTTPS://a:b@c:9', 'http://c:99999', '//', '/', 'x:'),
);

/** What stands between the method and the version of a request; texts are bytes (Latin-1). */
export const targets = mostly(
  fc.tuple(prefixes, paths, queries).map(parts => parts.join('')),
  20,
  strange,
);
