import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Password } from '../config/password-field.js';
import { isPasswordOf, isSameHash, type PasswordHash } from '../config/password-hash.js';
import type { User } from './snapshot.js';

// Digests of equal length are compared, keyed by a secret of this process: how long a comparison takes says
// nothing about the passwords.
const key = randomBytes(32).toString('base64');

/** One of the passwords of a user. */
interface Secret {
  readonly user: User;
  readonly password: Password;
  /** Of lists that follow one another the same, as long as the login and the hash are. */
  readonly known: Known;
}

interface Hashed extends Secret {
  readonly password: PasswordHash;
}

/** What is known of a password. */
interface Known {
  /** Of the login and the right password; of a password that is hashed, once it has been seen. */
  digest?: Buffer;
}

// As long as a list of users lasts: what nobody took over is forgotten with it.
const secretsOf = new WeakMap<readonly User[], readonly Secret[]>();

/**
 * Lets a list of users know of each hashed password what the list before it knows, or will find out: who is right
 * shall not have to queue behind those who guess because a reload read the same hash again. A login that is gone, or
 * has another hash, leaves nothing behind.
 */
export function takeOver(before: readonly User[], users: readonly User[]): void {
  const hashed = new Map<string, Hashed[]>();
  for (const secret of secretsIn(before).filter(isHashed)) {
    const { login } = secret.user;
    hashed.set(login, [...(hashed.get(login) ?? []), secret]);
  }
  const secrets = secretsOfUsers(users).map((secret): Secret => {
    if (!isHashed(secret)) return secret;
    const own = hashed.get(secret.user.login);
    const same = own?.find(({ password }) => isSameHash(password, secret.password));
    return same ? { ...secret, known: same.known } : secret;
  });
  secretsOf.set(users, secrets);
}

/**
 * Finds the user with these credentials, if they are known to be right: the password is in the config, or was verified
 * before. All users are compared, whether or not one was found, so that the time does not tell which logins exist.
 */
export function findUser(users: readonly User[], login: string, password: string): User | undefined {
  const given = digestOf(login, password);
  let found: User | undefined;
  for (const {
    user,
    known: { digest },
  } of secretsIn(users)) {
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
    secret.known.digest = digestOf(login, password);
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

function isHashed(secret: Secret): secret is Hashed {
  return typeof secret.password !== 'string';
}

function secretsIn(users: readonly User[]): readonly Secret[] {
  let secrets = secretsOf.get(users);
  if (!secrets) {
    secrets = secretsOfUsers(users);
    secretsOf.set(users, secrets);
  }
  return secrets;
}

function secretsOfUsers(users: readonly User[]): readonly Secret[] {
  return users.flatMap(user =>
    [user.password, user.oldPassword].flatMap((password): Secret[] => {
      if (password === undefined) return [];
      if (typeof password !== 'string') return [{ user, password, known: {} }];
      return [{ user, password, known: { digest: digestOf(user.login, password) } }];
    }),
  );
}
