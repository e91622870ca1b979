import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual, promisify } from 'node:util';

/** A password of which only a hash is known: `$scrypt$ln=15,r=8,p=3$salt$digest`, as PHC strings are written. */
export interface PasswordHash {
  /** The logarithm of N to the base 2. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

// Typed by hand, for promisify sees the overload without options.
const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>;

/** OWASP's advice for 32 MiB: with its 128 MiB two logins at the same time would fill a small container. */
const USUAL = { ln: 15, r: 8, p: 3 };

/** A hash that takes more memory or work would stop whoever verifies it. */
const MOST_MEMORY = 128 * 1024 ** 2;
const MOST_WORK = 2 ** 24;

/** One that is cheaper hides no password. */
const LEAST_LN = 14;

/** Hashes a password, in a thread of Node's pool. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = await digestOf(password, { ...USUAL, salt }, 32);
  return writePasswordHash({ ...USUAL, salt, digest });
}

/** The text that {@link parsePasswordHash} reads. */
export function writePasswordHash({ ln, r, p, salt, digest }: PasswordHash): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(digest)}`;
}

/** Whether this is the password; in a thread of Node's pool. */
export async function isPasswordOf(hash: PasswordHash, password: string): Promise<boolean> {
  return timingSafeEqual(await digestOf(password, hash, hash.digest.length), hash.digest);
}

/** Whether two are one hash. Both are of a config: how long it takes to compare them tells nobody anything. */
export function isSameHash(one: PasswordHash, other: PasswordHash): boolean {
  return isDeepStrictEqual(one, other);
}

/** Whether a text is meant as a hash. */
export function looksLikeHash(text: string): boolean {
  return text.startsWith('$scrypt$');
}

/** @returns a sentence that does not quote the text when it is no hash that can be verified */
export function parsePasswordHash(text: string): PasswordHash | string {
  const [, ln, r, p, salt = '', digest = ''] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/-]+)\$([\w+/-]+)$/.exec(text) ?? [];
  if (!ln)
    return 'this must be a hash that loyalty-gw hash-password has made, such as $scrypt$ln=15,r=8,p=3$…';
  const hash = {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
  if (hash.r < 1 || hash.p < 1 || hash.salt.length < 8 || hash.digest.length < 16) return 'this hash is cut';
  if (hash.ln < LEAST_LN) return `this hash is too cheap to guess: ln is ${LEAST_LN} at least`;
  const memory = memoryOf(hash);
  if (memory > MOST_MEMORY || (memory / 128) * hash.p > MOST_WORK)
    return 'this hash takes too long to verify; make another with loyalty-gw hash-password';
  return hash;
}

function memoryOf({ ln, r }: { ln: number; r: number }): number {
  return 128 * 2 ** ln * r;
}

/** Clients compose letters such as ё in either of two ways; RFC 7617 (2.1) settles on NFC. */
function digestOf(
  password: string,
  { ln, r, p, salt }: Omit<PasswordHash, 'digest'>,
  length: number,
): Promise<Buffer> {
  // Node refuses what takes more than 32 MiB unless it is told.
  const maxmem = memoryOf({ ln, r }) + 128 * r * p + 1024 ** 2;
  return derive(password.normalize('NFC'), salt, length, { N: 2 ** ln, r, p, maxmem });
}

/** Without padding, as PHC strings have it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
