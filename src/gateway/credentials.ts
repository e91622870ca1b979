import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { User } from './snapshot.js';

// Digests of equal length are compared, keyed by a secret of this process: how long a comparison takes says
// nothing about the passwords.
const key = randomBytes(32).toString('base64');
const digestsOf = new WeakMap<readonly User[], readonly Buffer[]>();

/**
 * Finds the user with these credentials. All users are compared, whether or not one was found, so that the
 * time does not tell which logins exist.
 */
export function findUser(users: readonly User[], login: string, password: string): User | undefined {
  const given = digest(login, password);
  let found: User | undefined;
  for (const [index, known] of knownDigests(users).entries()) {
    if (timingSafeEqual(given, known)) found = users[index];
  }
  return found;
}

function knownDigests(users: readonly User[]): readonly Buffer[] {
  let known = digestsOf.get(users);
  if (!known) {
    known = users.map(user => digest(user.login, user.password));
    digestsOf.set(users, known);
  }
  return known;
}

/** Clients compose letters such as ё in either of two ways; RFC 7617 (2.1) settles on NFC. */
function digest(login: string, password: string): Buffer {
  // No login holds a colon, so that two different pairs are two different texts. Not an HMAC, which takes twice the
  // time: nobody gets to see the digest, so there is nothing to be forged by lengthening it.
  return hash('sha256', key + `${login}:${password}`.normalize('NFC'), 'buffer');
}
