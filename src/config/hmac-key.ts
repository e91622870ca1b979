import { type Source, secret } from './source.js';

/** A key that can be guessed lets phone numbers be tried until one fits. */
const SHORTEST = 16;

/** A secret of which digests of personal data are made. */
export function hmacKey(source: Source) {
  return secret(source).refine(
    key => key.length >= SHORTEST,
    `a key has at least ${SHORTEST} characters, such as openssl rand -base64 32 makes`,
  );
}
