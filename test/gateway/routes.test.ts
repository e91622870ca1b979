import { describe, expect, test } from 'vitest';
import { createRoutes } from '../../src/gateway/routes.js';
import { type Operation, operations } from '../../src/loyalty-api/operations.js';
import { gate } from '../gate.js';
import {
  call,
  error,
  found,
  koshelek,
  rawConnection,
  requestText,
  startGateway,
  until,
} from './start-gateway.js';

test.each([
  ['GET', '/v1/card', 'findCard', {}],
  ['GET', '/v1/card/4700', 'getCard', { cardNumber: '4700' }],
  ['POST', '/v1/card/4700', 'updateCardholder', { cardNumber: '4700' }],
  ['PUT', '/v1/card/4700', 'updateCardholder', { cardNumber: '4700' }],
  ['PUT', '/v1/card/4700/communication', 'updateCommunication', { cardNumber: '4700' }],
  ['GET', '/v1/card/4700/purchases', 'listPurchases', { cardNumber: '4700' }],
  ['GET', '/v1/promo', 'listPromos', {}],
  ['GET', '/v1/card/anonymous', 'reserveCard', {}],
  ['POST', '/v1/card/anonymous/4700', 'issueReservedCard', { cardNumber: '4700' }],
  ['POST', '/v1/promo/qrCode', 'sendReceiptQr', {}],
  ['POST', '/v1/card/anonymous', 'issueCard', {}],
  ['GET', '/v1/card/getAllUsers', 'listUsers', {}],
  ['GET', '/v1/card/getAllUsersExtended', 'listUsersExtended', {}],
])('%s %s is %s', async (method, path, operation, params) => {
  const { url, runs } = await startGateway();
  const response = await call(url + path, { method });
  expect(response.status).toBe(200);
  expect(runs).toEqual([{ operation, raw: expect.objectContaining({ method, path }) }]);
  expect({ ...runs[0]?.raw.params }).toEqual(params);
});

test('the engine gets parameters decoded once, the query as it came, and the headers', async () => {
  const { url, runs } = await startGateway({ basePath: '/wallet(api)' });
  await call(`${url}/v1/card/47%2F00%2525?startDate=2026-01-01&x=%20+%zz?`, { headers: { 'x-tag': 'a' } });
  expect(runs[0]?.raw.params).toMatchObject({ cardNumber: '47/00%25' });
  expect(runs[0]?.raw).toMatchObject({
    path: '/v1/card/47%2F00%2525',
    query: 'startDate=2026-01-01&x=%20+%zz?',
    headers: { 'x-tag': 'a' },
  });
});

test('an address in absolute form is served (RFC 9112, 3.2.2)', async () => {
  const { port, runs } = await startGateway({ basePath: '/walletapi' });
  const text = requestText('GET http://test/walletapi/v1/card/4700?a=b', { connection: 'close' });
  expect(await rawConnection(port, text).closed).toMatch(/^HTTP\/1.1 200 /);
  expect(runs[0]?.raw).toMatchObject({ path: '/v1/card/4700', query: 'a=b' });
});

describe('what is no operation is 422, and nothing runs', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/walletapi'],
    ['GET', '/walletapi/v1'],
    ['GET', '/walletapi/v1/card/'],
    ['GET', '/walletapi/v1/Card'],
    ['GET', '/walletAPI/v1/card'],
    ['GET', '/v1/card'],
    ['GET', '/other/walletapi/v1/card'],
    ['GET', '/walletapi/walletapi/v1/card'],
    ['GET', '/walletapi/v1/card//purchases'],
    ['GET', '/walletapi/v1/card/4700/communication'],
    ['POST', '/walletapi/v1/card'],
    ['DELETE', '/walletapi/v1/card/4700'],
    ['PATCH', '/walletapi/v1/card/4700'],
    ['PROPFIND', '/walletapi/v1/card'],
    ['OPTIONS', '/walletapi/v1/card/anonymous'],
    ['OPTIONS', '/nothing'],
  ])('%s %s', async (method, path) => {
    const { url, runs } = await startGateway({ basePath: '/walletapi' });
    const response = await call(new URL(path, url).href, { method });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('allow')).toBeNull();
    expect(await response.json()).toEqual(error('1011'));
    expect(runs).toEqual([]);
  });

  test.each(['/v1/card/anonymous', '/v1/card', '/nothing'])('HEAD %s', async path => {
    const { url, runs } = await startGateway();
    const response = await call(url + path, { method: 'HEAD' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('content-length')).toBeNull();
    expect(await response.text()).toBe('');
    expect(runs).toEqual([]);
  });

  test('OPTIONS *', async () => {
    const { port, runs } = await startGateway();
    const answer = await rawConnection(port, requestText('OPTIONS *', { connection: 'close' })).closed;
    expect(answer).toMatch(/^HTTP\/1.1 422 /);
    expect(answer).toContain('"code":"1011"');
    expect(runs).toEqual([]);
  });

  test.each(['/v1/card/%zz', '/v1/card/%D0', '/%', '/v1/card/%FF/purchases'])(
    'GET %s is a bad request',
    async path => {
      const { url, runs } = await startGateway();
      const response = await call(url + path);
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual(error('1001'));
      expect(runs).toEqual([]);
    },
  );
});

describe('routes of a mapping', () => {
  const route = (id: string, path: string, methods: Operation['methods'] = ['GET']): Operation => ({
    ...operations.getCard,
    id,
    path,
    methods,
  });

  test.each([
    ['GET', '/a/b/c', 'statics'],
    ['GET', '/a/b/x', 'late'],
    ['GET', '/a/x/c', 'middle'],
    ['GET', '/x/b/c', 'early'],
    ['GET', '/a', 'short'],
    ['DELETE', '/a/b/c', 'other'],
    ['PATCH', '/a/b/x', 'other'],
  ])('%s %s is %s: words win over parameters, the first difference counts', async (method, path, id) => {
    const exposed = [
      route('early', '/{x}/b/c'),
      route('middle', '/a/{x}/c'),
      route('late', '/a/b/{x}'),
      route('other', '/a/b/{cardNumber}', ['DELETE', 'PATCH']),
      route('short', '/a'),
      route('statics', '/a/b/c'),
    ];
    const users = [{ ...koshelek, operations: new Set(exposed.map(each => each.id)) }];
    const { url, runs } = await startGateway({ exposed, users });
    const response = await call(url + path, { method });
    expect(runs.map(({ operation }) => operation)).toEqual([id]);
    expect(response.status).toBe(200);
  });
});

test('an operation that is not exposed does not exist; a reload is seen by the next request', async () => {
  const started = await startGateway({ exposed: [operations.getCard] });
  const refused = await call(`${started.url}/v1/card`);
  expect(await refused.json()).toEqual(error('1011'));

  started.snapshot = {
    ...started.snapshot,
    routes: createRoutes(Object.values(operations), { basePath: '', passed: new Set(), maxBody: 1 }),
  };
  expect((await call(`${started.url}/v1/card`)).status).toBe(200);
});

test('a request keeps the snapshot that it began with', async () => {
  const waiting = gate();
  const started = await startGateway({ run: () => waiting.isOpen.then(() => found) });
  const running = call(`${started.url}/v1/card`);
  const body = JSON.stringify({ email: 'a@b.ru' });
  await until(() => started.runs.length === 1);
  started.snapshot = { ...started.snapshot, run: async () => ({ status: 200, body }) };
  expect(await (await call(`${started.url}/v1/card`)).text()).toBe(body);
  waiting.open();
  expect(await (await running).text()).toBe(found.body);
});
