import { z } from 'zod';
import { looksLikeHash, type PasswordHash, parsePasswordHash } from './password-hash.js';
import { type Source, secretFile, textFrom } from './source.js';

/** A password as it is, or of which the config knows a hash alone. */
export type Password = string | PasswordHash;

/** A text, `{ file: path }` for one that stands in a file of its own, or `{ hash: … }`, with either of these. */
export function passwordField(source: Source) {
  const file = secretFile('a file that holds the password');
  const hash = z
    .union([z.string(), secretFile('a file that holds the hash')])
    .describe('what loyalty-gw hash-password printed, or { file: path } to read it from a file');
  const shapes = [z.string(), file, z.strictObject({ hash })] as const;
  const error = 'this must be a text, { file: path } or { hash: … }';
  return z
    .union(shapes, { error })
    .transform((value, context): Password => {
      const isHash = typeof value === 'object' && 'hash' in value;
      const text = textFrom(source, isHash ? value.hash : value, context, isHash ? ['hash'] : []);
      if (text === undefined) return z.NEVER;
      source.keep(text);
      const { problem, password } = isHash ? readHash(text) : readText(text);
      if (password !== undefined) return password;
      context.addIssue({ code: 'custom', message: problem, path: isHash ? ['hash'] : [] });
      return z.NEVER;
    })
    .meta({ secret: true });
}

type Read = { readonly password: Password; readonly problem?: never } | Problem;
interface Problem {
  readonly problem: string;
  readonly password?: never;
}

function readHash(text: string): Read {
  const hash = parsePasswordHash(text);
  return typeof hash === 'string' ? { problem: hash } : { password: hash };
}

function readText(text: string): Read {
  const problem = problemOfPassword(text);
  return problem === undefined ? { password: text } : { problem };
}

/** Why a text is no password that a config can hold. */
export function problemOfPassword(text: string): string | undefined {
  if (text === '') return 'this must not be empty';
  if (looksLikeHash(text)) return 'this is a hash and not the password: write { hash: … }';
  return problemOfCredential(text);
}

/** RFC 7617 forbids control characters in a login and in a password. */
export function problemOfCredential(text: string): string | undefined {
  return /\p{Cc}/u.test(text) ? 'this must not hold line breaks or other control characters' : undefined;
}
