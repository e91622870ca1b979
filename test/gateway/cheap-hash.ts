import { scryptSync } from 'node:crypto';
import type { PasswordHash } from '../../src/config/password-hash.js';

/** The hash of a password, as cheap as one may be. */
export function cheapHash(password: string): PasswordHash {
  const salt = Buffer.from('a salt of the tests');
  const digest = scryptSync(password.normalize('NFC'), salt, 32, { N: 2 ** 14, r: 8, p: 1 });
  return { ln: 14, r: 8, p: 1, salt, digest };
}
