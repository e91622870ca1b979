import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { authenticateAt } from '../../src/gateway/auth.js';
import { Door } from '../../src/gateway/door.js';
import { basic, call, error, koshelek, startGateway } from './start-gateway.js';

const wallet = { ...koshelek, login: 'кошелёк', password: 'пароль: ё! 🔑' };
const encoded = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;

test.each([
  ['no credentials', undefined],
  ['an empty header', ''],
  ['a wrong password', basic('koshelek', 'secre')],
  ['a password in another case', basic('koshelek', 'SECRET')],
  ['a wrong login', basic('somebody', 'secret')],
  ["another user's password", basic('koshelek', wallet.password)],
  ['malformed base64', 'Basic %%%%'],
  ['no base64', 'Basic'],
  ['no colon', encoded('koshelek')],
  ['a colon elsewhere', encoded('koshelek:sec:ret')],
  ['bytes that are no UTF-8', encoded(Buffer.from('koshelek:\xff\xfe', 'latin1'))],
  ['Latin letters for Cyrillic ones', basic('koshelёk', 'secret')],
  ['another scheme', 'Bearer a29zaGVsZWs6c2VjcmV0'],
  ['Digest', 'Digest username="koshelek"'],
])('%s: 401 with a challenge and the error body', async (_name, authorization) => {
  const { url, runs } = await startGateway({ users: [koshelek, wallet], realm: 'cards "of" us' });
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const response = await fetch(`${url}/v1/card?msisdn=79620480100`, { headers });

  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="cards \\"of\\" us", charset="UTF-8"');
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual(error('1009'));
  expect(runs).toEqual([]);
});

test.each([
  ['the credentials of the first user', basic('koshelek', 'secret')],
  ['a scheme in lower case', basic('koshelek', 'secret').replace('Basic', 'basic')],
  ['a scheme in upper case', basic('koshelek', 'secret').replace('Basic', 'BASIC')],
  ['UTF-8 with colons in the password', basic(wallet.login, wallet.password)],
  ['letters composed of parts (NFD)', basic(wallet.login.normalize('NFD'), wallet.password.normalize('NFD'))],
])('%s: accepted, and not handed on', async (_name, authorization) => {
  const { url, runs, lines } = await startGateway({ users: [koshelek, wallet] });
  const response = await fetch(`${url}/v1/card`, { headers: { authorization } });

  expect(response.status).toBe(200);
  expect(runs).toHaveLength(1);
  expect(runs[0]?.raw.headers.authorization).toBeUndefined();
  expect(JSON.stringify([runs, lines])).not.toContain(authorization.slice(6));
});

test.each([
  ['accepted', 'secret'],
  ['refused', 'wrong'],
])('credentials that were %s do not stay on the request', async (_name, password) => {
  const authorization = basic('koshelek', password);
  const rawHeaders = ['Host', 'test', 'AUTHORIZATION', authorization, 'Authorization', authorization];
  const request = { headers: { host: 'test', authorization }, rawHeaders } as Request;
  const response = { locals: { trip: { snapshot: { users: [koshelek] } } } } as unknown as Response;
  const attempt = async () => authenticateAt(new Door())(request, response, () => undefined);
  await attempt().catch(() => undefined);
  expect(request).toEqual({
    headers: { host: 'test' },
    rawHeaders: ['Host', 'test', 'AUTHORIZATION', '', 'Authorization', ''],
  });
});

test('without users nobody is let in', async () => {
  const { url } = await startGateway({ users: [] });
  expect((await call(`${url}/v1/card`)).status).toBe(401);
});

test('auth comes before everything else: a stranger learns no routes', async () => {
  const { url } = await startGateway();
  for (const [method, path] of [
    ['GET', '/nothing'],
    ['OPTIONS', '/v1/card'],
    ['GET', '/v1/card/%zz'],
    ['DELETE', '/v1/card'],
  ]) {
    expect((await fetch(`${url}${path}`, { method })).status).toBe(401);
  }
});

test('a login calls what it may, and is told of what it may not', async () => {
  const users = [koshelek, { ...wallet, operations: new Set(['findCard'] as const) }];
  const { url, runs } = await startGateway({ users });
  const headers = { authorization: basic(wallet.login, wallet.password) };

  expect((await fetch(`${url}/v1/card`, { headers })).status).toBe(200);
  const refused = await fetch(`${url}/v1/card/anonymous`, { headers });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toEqual(error('1010'));
  expect((await call(`${url}/v1/card/anonymous`)).status).toBe(200);
  expect(runs.map(run => run.operation)).toEqual(['findCard', 'reserveCard']);
});

test('the users of two requests at the same time are not mixed up', async () => {
  const users = [koshelek, { ...wallet, operations: new Set<never>() }];
  const { url } = await startGateway({ users });
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const authorization = index % 2 ? basic(wallet.login, wallet.password) : basic('koshelek', 'secret');
      return (await fetch(`${url}/v1/card`, { headers: { authorization } })).status;
    }),
  );
  expect(statuses).toEqual(statuses.map((_, index) => (index % 2 ? 422 : 200)));
});
