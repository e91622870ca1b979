import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Password } from '../config/password-field.js';
import { isPasswordOf, type PasswordHash } from '../config/password-hash.js';
import type { User } from './snapshot.js';

// Digests of equal length are compared, keyed by a secret of this process: how long a comparison takes says
// nothing about the passwords.
const key = randomBytes(32).toString('base64');

/** One of the passwords of a user. */
interface Secret {
  readonly user: User;
  readonly password: Password;
  /** Of the login and the right password; of a password that is hashed, once it has been seen. */
  digest?: Buffer;
}

// As long as a list of users lasts, which a reload makes anew: so what was remembered is forgotten then.
const secretsOf = new WeakMap<readonly User[], readonly Secret[]>();

/**
 * Finds the user with these credentials, if they are known to be right: the password is in the config, or was verified
 * before. All users are compared, whether or not one was found, so that the time does not tell which logins exist.
 */
export function findUser(users: readonly User[], login: string, password: string): User | undefined {
  const given = digestOf(login, password);
  let found: User | undefined;
  for (const { user, digest } of secretsIn(users)) {
    if (digest && timingSafeEqual(given, digest)) found = user;
  }
  return found;
}

/**
 * Finds the user with these credentials among those of whose passwords only hashes are known, and remembers that they
 * are right. It takes its time, also for a login that does not exist.
 */
export async function verifyUser(
  users: readonly User[],
  login: string,
  password: string,
): Promise<User | undefined> {
  const hashed = secretsIn(users).filter(isHashed);
  const name = login.normalize('NFC');
  const own = hashed.filter(({ user }) => user.login.normalize('NFC') === name);
  let found: User | undefined;
  for (const secret of own.length > 0 ? own : hashed.slice(0, 1)) {
    const isRight = await isPasswordOf(secret.password, password);
    if (!isRight || own.length === 0) continue;
    (secret as Secret).digest = digestOf(login, password);
    found = secret.user;
  }
  return found;
}

/** Whether `verifyUser` may find somebody whom `findUser` does not. */
export function hasHashes(users: readonly User[]): boolean {
  return secretsIn(users).some(isHashed);
}

/** Clients compose letters such as ё in either of two ways; RFC 7617 (2.1) settles on NFC. */
export function digestOf(login: string, password: string): Buffer {
  // No login holds a colon, so that two different pairs are two different texts. Not an HMAC, which takes twice the
  // time: nobody gets to see the digest, so there is nothing to be forged by lengthening it.
  return hash('sha256', key + `${login}:${password}`.normalize('NFC'), 'buffer');
}

function isHashed(secret: Secret): secret is Secret & { readonly password: PasswordHash } {
  return typeof secret.password !== 'string';
}

function secretsIn(users: readonly User[]): readonly Secret[] {
  let secrets = secretsOf.get(users);
  if (!secrets) {
    secrets = users.flatMap(user =>
      [user.password, user.oldPassword].flatMap((password): Secret[] => {
        if (password === undefined) return [];
        if (typeof password !== 'string') return [{ user, password }];
        return [{ user, password, digest: digestOf(user.login, password) }];
      }),
    );
    secretsOf.set(users, secrets);
  }
  return secrets;
}
