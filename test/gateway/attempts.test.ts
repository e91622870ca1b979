import { expect, test } from 'vitest';
import { networkList } from '../../src/config/networks.js';
import { Attempts } from '../../src/gateway/attempts.js';
import { basic, call, error, startGateway, testBounds, until } from './start-gateway.js';

const limits = { window: 60_000, free: 3, freePerAddress: 6, delay: 500, longestDelay: 3_000 };
const client = '192.0.2.7';

/** Attempts, one after another, and what each had to wait. */
function guesser() {
  let time = 0;
  const attempts = new Attempts(() => time);
  const guess = (login = 'koshelek', from = client, isRight = false) => {
    const attempt = attempts.begin(from, login, limits);
    if ('retryAfter' in attempt) return attempt;
    attempt.end(isRight);
    return attempt.wait;
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { attempts, guess, pass };
}

test('the first few wrong passwords cost nothing, each further one twice as long, up to a bound', () => {
  const { guess } = guesser();
  const waits = Array.from({ length: 8 }, () => guess());
  expect(waits).toEqual([0, 0, 0, 500, 1_000, 2_000, 3_000, 3_000]);
});

test('another login and another address are not slowed down by it', () => {
  const { guess } = guesser();
  for (let count = 0; count < 4; count++) guess();
  expect(guess('other')).toBe(0);
  expect(guess('koshelek', '192.0.2.8')).toBe(0);
});

test('many logins from one address are slowed down as one', () => {
  const { guess } = guesser();
  const waits = Array.from({ length: 9 }, (_, index) => guess(`login ${index}`));
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 500, 1_000, 2_000]);
  expect(guess('koshelek', '192.0.2.8')).toBe(0);
});

test('a right password clears the login', () => {
  const { guess } = guesser();
  for (let count = 0; count < 4; count++) guess();
  expect(guess('koshelek', client, true)).toBe(1_000);
  expect(guess()).toBe(0);
});

test('failures are forgotten after the window, counted from the last', () => {
  const { guess, pass } = guesser();
  for (let count = 0; count < 4; count++) guess();
  pass(59_999);
  expect(guess()).toBe(1_000);
  pass(59_999);
  expect(guess()).toBe(2_000);
  pass(60_001);
  expect(guess()).toBe(0);
});

test('who is slowed down makes one attempt at a time, over however many connections', () => {
  const { attempts, guess } = guesser();
  for (let count = 0; count < 3; count++) guess();
  const first = attempts.begin(client, 'koshelek', limits);
  expect(first).toMatchObject({ wait: 500 });
  expect(attempts.begin(client, 'koshelek', limits)).toEqual({ retryAfter: 1_000 });
  expect(attempts.begin('192.0.2.8', 'koshelek', limits)).toMatchObject({ wait: 0 });
  if ('end' in first) first.end(false);
  expect(attempts.begin(client, 'koshelek', limits)).toMatchObject({ wait: 1_000 });
});

test('attempts at the same time count before they have failed', () => {
  const { attempts } = guesser();
  const begun = Array.from({ length: 5 }, () => attempts.begin(client, 'koshelek', limits));
  expect(begun.map(attempt => 'wait' in attempt)).toEqual([true, true, true, false, false]);
});

test('it remembers a bounded number of clients, and of nobody for longer than the window', () => {
  const { attempts, guess, pass } = guesser();
  for (let index = 0; index < 11_000; index++)
    guess('koshelek', `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
  const { counts } = attempts as unknown as { counts: Map<string, unknown> };
  expect(counts.size).toBeLessThan(20_010);
  pass(60_001);
  guess();
  expect(counts.size).toBe(2);
});

const slow = { ...testBounds.attempts, free: 2, delay: 3_600_000, longestDelay: 3_600_000 };
const wrong = (password: string) => ({ headers: { authorization: basic('koshelek', password) } });

test('who guesses waits and is refused, and who knows the password is served at once', async () => {
  const { gateway, url, begun, runs, lines } = await startGateway({ bounds: { attempts: slow } });
  const ask = (password: string) => fetch(`${url}/v1/card`, wrong(password));
  expect([(await ask('a')).status, (await ask('b')).status]).toEqual([401, 401]);
  // It waits an hour.
  const third = ask('c');
  await until(() => begun() === 3);
  const fourth = await ask('d');
  expect(fourth.status).toBe(422);
  expect(await fourth.json()).toEqual(error('1015'));
  expect(fourth.headers.get('retry-after')).toBe('3600');
  expect((await call(`${url}/v1/card`)).status).toBe(200);
  expect(runs).toHaveLength(1);
  expect(lines.find(line => line.error === 'tooManyAttempts')).toMatchObject({
    client: '127.0.0.1',
    status: 422,
  });
  expect(lines.find(line => line.status === 200)).not.toHaveProperty('client');

  await gateway.close();
  expect((await third).status).toBe(401);
});

test('behind a trusted proxy each client has its own failures, an IPv6 client its /64', async () => {
  const bounds = { attempts: { ...slow, free: 1 }, trusted: networkList(['127.0.0.1']) };
  const { gateway, url, begun } = await startGateway({ bounds });
  const guess = (from: string, password: string) => {
    const { headers } = wrong(password);
    return fetch(`${url}/v1/card`, { headers: { ...headers, 'x-forwarded-for': from } });
  };
  expect((await guess('2001:db8:1:2::1', 'a')).status).toBe(401);
  const waiting = guess('2001:db8:1:2::2', 'b');
  await until(() => begun() === 2);
  expect((await guess('2001:db8:1:3::1', 'c')).status).toBe(401);
  expect((await guess('192.0.2.7', 'd')).status).toBe(401);
  expect((await guess('2001:db8:1:2:ffff::3', 'e')).status).toBe(422);
  await gateway.close();
  expect((await waiting).status).toBe(401);
});
