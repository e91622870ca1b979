import { expect, test } from 'vitest';
import type { PasswordHash } from '../../src/config/password-hash.js';
import { findUser, takeOver, verifyUser } from '../../src/gateway/credentials.js';
import { Door } from '../../src/gateway/door.js';
import type { User } from '../../src/gateway/snapshot.js';
import { cheapHash } from './cheap-hash.js';
import { basic, koshelek, startGateway, testBounds, until } from './start-gateway.js';

const PASSWORD = 'пароль-Ё';
const hash = cheapHash(PASSWORD);

const hashed = (): User => ({ ...koshelek, password: hash });
const client = '192.0.2.7';

async function statusOf(url: string, login: string, password: string): Promise<number> {
  const answer = await fetch(`${url}/v1/card`, { headers: { authorization: basic(login, password) } });
  return answer.status;
}

test('of a password only its hash is known: it is let in, and no other', async () => {
  const { url, runs } = await startGateway({ users: [{ ...koshelek, login: 'plain' }, hashed()] });
  expect(await statusOf(url, 'koshelek', 'пароль-Е')).toBe(401);
  expect(await statusOf(url, 'nobody', PASSWORD)).toBe(401);
  expect(await statusOf(url, 'plain', PASSWORD)).toBe(401);
  expect(runs).toEqual([]);
  expect(await statusOf(url, 'koshelek', PASSWORD)).toBe(200);
  expect(await statusOf(url, 'koshelek', PASSWORD.normalize('NFD'))).toBe(200);
  expect(await statusOf(url, 'plain', 'secret')).toBe(200);
});

test('a client that begins with many connections is one attempt', async () => {
  const { url } = await startGateway({ users: [hashed()] });
  const statuses = await Promise.all(
    Array.from({ length: 3 * testBounds.attempts.free }, () => statusOf(url, 'koshelek', PASSWORD)),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('the old password and the new one are right while Koshelek changes over, and then the new one alone', async () => {
  const started = await startGateway({ users: [{ ...hashed(), oldPassword: 'secret' }] });
  expect(await statusOf(started.url, 'koshelek', 'secret')).toBe(200);
  expect(await statusOf(started.url, 'koshelek', PASSWORD)).toBe(200);
  started.snapshot = { ...started.snapshot, users: [hashed()] };
  expect(await statusOf(started.url, 'koshelek', 'secret')).toBe(401);
  expect(await statusOf(started.url, 'koshelek', PASSWORD)).toBe(200);
});

test('a password that was verified is known from then on, until the users are others', async () => {
  const users = [hashed()];
  expect(findUser(users, 'koshelek', PASSWORD)).toBeUndefined();
  await verifyUser(users, 'koshelek', 'wrong');
  expect(findUser(users, 'koshelek', 'wrong')).toBeUndefined();
  await verifyUser(users, 'koshelek', PASSWORD);
  expect(findUser(users, 'koshelek', PASSWORD)).toBe(users[0]);
  expect(findUser([...users], 'koshelek', PASSWORD)).toBeUndefined();
});

test('a list of users that takes over knows what the one before knew of the same hash, and nothing else', async () => {
  const users = [hashed(), { ...hashed(), login: 'gone' }, { ...hashed(), login: 'changed' }];
  for (const { login } of users) await verifyUser(users, login, PASSWORD);
  const copy = { ...hash, salt: Buffer.from(hash.salt), digest: Buffer.from(hash.digest) };
  const other = { ...hash, salt: Buffer.from('another salt of tests') };
  const next: User[] = [
    { ...koshelek, password: 'new', oldPassword: copy },
    { ...koshelek, login: 'changed', password: other },
    { ...koshelek, login: 'added', password: copy },
  ];
  takeOver(users, next);
  expect(findUser(next, 'koshelek', PASSWORD)).toBe(next[0]);
  expect(findUser(next, 'koshelek', 'new')).toBe(next[0]);
  for (const login of ['gone', 'changed', 'added']) {
    expect(findUser(next, login, PASSWORD)).toBeUndefined();
  }
  // What is gone once does not come back.
  const last = [...users];
  takeOver(next, last);
  expect(findUser(last, 'koshelek', PASSWORD)).toBe(last[0]);
  for (const login of ['gone', 'changed']) expect(findUser(last, login, PASSWORD)).toBeUndefined();
});

/** A door behind which nothing is verified before it is said so. */
function heldDoor() {
  const verifying: (() => void)[] = [];
  const door = new Door(
    () => new Promise(resolve => verifying.push(() => resolve(undefined))) as ReturnType<typeof verifyUser>,
  );
  const limits = { ...testBounds.attempts, free: 1_000, freePerAddress: 1_000 };
  const users = [hashed()];
  const knock = (password: string) => door.knock(users, { client, login: 'koshelek', password }, limits);
  return { door, verifying, knock, limits };
}

test('the same credentials at the same time are verified once', async () => {
  const { verifying, knock } = heldDoor();
  const outcomes = [knock('a'), knock('a'), knock('a')];
  await new Promise(setImmediate);
  expect(verifying).toHaveLength(1);
  verifying[0]?.();
  expect(await Promise.all(outcomes)).toEqual([{}, {}, {}]);
  // It was wrong, and is not remembered.
  const again = knock('a');
  await new Promise(setImmediate);
  expect(verifying).toHaveLength(2);
  verifying[1]?.();
  await again;
});

/** Two knocks with the same credentials, one before and one after a reload, while the first is being looked at. */
async function knocksAround(before: PasswordHash, after: PasswordHash) {
  const [users, next] = [[{ ...koshelek, password: before }], [{ ...koshelek, password: after }]];
  const begun: (() => void)[] = [];
  const door = new Door(async (...given) => {
    await new Promise<void>(resolve => begun.push(resolve));
    return verifyUser(...given);
  });
  // One at a time.
  const limits = { ...testBounds.attempts, free: 0, delay: 0 };
  const stranger = { client, login: 'koshelek', password: PASSWORD };
  const first = door.knock(users, stranger, limits);
  await until(() => begun.length === 1);
  takeOver(users, next);
  const second = door.knock(next, stranger, limits);
  begun[0]?.();
  return { users, next, first, second, begun };
}

test('an attempt that is made during a reload is made for those who come behind it, too', async () => {
  const { users, next, first, second, begun } = await knocksAround(hash, { ...hash });
  expect((await first).user).toBe(users[0]);
  expect((await second).user).toBe(next[0]);
  expect(begun).toHaveLength(1);
});

test('an attempt that is made during a reload says nothing of a hash that is another', async () => {
  const other = { ...hash, salt: Buffer.from('another salt of tests') };
  for (const [before, after] of [
    [hash, other],
    [other, hash],
  ] as const) {
    const { users, next, first, second, begun } = await knocksAround(before, after);
    expect((await first).user).toBe(before === hash ? users[0] : undefined);
    await until(() => begun.length === 2);
    begun[1]?.();
    expect((await second).user).toBe(after === hash ? next[0] : undefined);
  }
});

test('two passwords are hashed at a time, fifty wait, and the rest is refused', async () => {
  const { verifying, knock, limits } = heldDoor();
  const outcomes = Array.from({ length: 60 }, (_, index) => knock(`password ${index}`));
  await new Promise(setImmediate);
  expect(verifying).toHaveLength(2);
  for (let done = 0; done < verifying.length; done++) {
    verifying[done]?.();
    await new Promise(setImmediate);
    expect(verifying.length - done - 1).toBeLessThanOrEqual(2);
  }
  const refused = (await Promise.all(outcomes)).filter(({ retryAfter }) => retryAfter === limits.delay);
  expect(verifying).toHaveLength(52);
  expect(refused).toHaveLength(8);
});

test('when the gateway stops, those who wait are told to come later, and no more is hashed', async () => {
  const { door, verifying, knock, limits } = heldDoor();
  const outcomes = Array.from({ length: 30 }, (_, index) => knock(`password ${index}`));
  await new Promise(setImmediate);
  door.close();
  for (const end of verifying) end();
  const refused = (await Promise.all(outcomes)).filter(({ retryAfter }) => retryAfter === limits.delay);
  expect([verifying.length, refused.length]).toEqual([2, 28]);
});
