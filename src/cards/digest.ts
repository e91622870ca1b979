import { createHmac, randomBytes } from 'node:crypto';

/** Turns a person into what is kept of him. Without the key nobody can try phone numbers until one fits. */
export function personDigest(key: string, person: string): string {
  return hmac(key, `person ${person}`);
}

/** Tells whether a key is the one that a store was made with, without telling the key. */
export function keyCheck(key: string): string {
  return hmac(key, 'check');
}

/** Where a number stands among others in an order that nobody can guess who has not the key: 48 bits. */
export function keyedPlace(key: string, number: string): number {
  return createHmac('sha256', key).update(`place ${number}`).digest().readUIntBE(0, 6);
}

/** What tells one claim from all others. */
export function newToken(): string {
  return randomBytes(16).toString('base64url');
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
