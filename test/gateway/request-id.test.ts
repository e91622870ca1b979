import { expect, it } from 'vitest';
import { call, credentials, startGateway } from './start-gateway.js';

it.each(['a', '7f1c9d3e-1b2a-4c5d', 'Root=1-67891233-abcdef012345678912345678', 'x'.repeat(128)])(
  'an id of the caller is taken: %s',
  async id => {
    const { url, lines } = await startGateway();
    const answer = await call(`${url}/v1/card/1`, { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(lines).toMatchObject([{ msg: 'request', requestId: id }]);
  },
);

it.each(['', 'x'.repeat(129), 'a b', 'a;b', '"', 'Мария', '{}', 'a, b'])(
  'another is made for %j',
  async id => {
    const { url, lines } = await startGateway();
    const given = Buffer.from(id).toString('latin1');
    const answer = await call(`${url}/v1/card/1`, { headers: { 'x-request-id': given } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f]{12}-[\da-z]+$/);
    expect(lines).toMatchObject([{ requestId: answer.headers.get('x-request-id') }]);
  },
);

it('stands in error answers too, also where no login was given', async () => {
  const { url } = await startGateway();
  const headers = { 'x-request-id': 'mine' };
  expect((await fetch(`${url}/v1/card/1`, { headers })).headers.get('x-request-id')).toBe('mine');
  const wrong = await fetch(`${url}/nowhere`, { headers: { ...headers, ...credentials } });
  expect([wrong.status, wrong.headers.get('x-request-id')]).toEqual([422, 'mine']);
});
