import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileProblem } from '../document/file-problem.js';
import type { Path } from '../document/place.js';
import type { TlsFields } from './auth-fields.js';
import { requiredText, secretText } from './compile-secret.js';
import type { Workshop } from './compiler.js';
import type { Tls } from './mapping.js';

const FILES = ['ca', 'cert', 'key'] as const;

/**
 * Compiles `crm.tls`: reads its files and tries whether they fit, so that a wrong passphrase or the key of another
 * certificate is told now, and not by a handshake that fails. Findings go to the document.
 *
 * @param reads whether the files are read; paths are relative to the mapping
 */
export function compileTls(
  workshop: Workshop,
  path: Path,
  fields: TlsFields | undefined,
  reads: boolean,
): Tls | undefined {
  if (!fields) return undefined;
  const { document } = workshop;
  if ((fields.cert === undefined) !== (fields.key === undefined)) {
    const message = 'a client certificate is two files: cert, and key with its private key';
    document.errorAtKey('missing-key', path, message);
  }
  const found: { -readonly [K in keyof Tls]: Tls[K] } = {};
  for (const name of FILES) {
    const text = fields[name];
    if (text === undefined) continue;
    const file = requiredText(workshop, [...path, name], text, `the file ${name}`);
    if (reads && file !== '') found[name] = readFile(workshop, [...path, name], file);
  }
  if (fields.passphrase !== undefined)
    found.passphrase = secretText(workshop, [...path, 'passphrase'], fields.passphrase, 'the passphrase');
  if (reads) tryOut(workshop, path, found);
  return found;
}

function readFile({ document }: Workshop, path: Path, name: string): string | undefined {
  const file = resolve(dirname(document.file), name);
  try {
    const text = readFileSync(file, 'utf8');
    document.files.note(file, text);
    return text;
  } catch (error) {
    document.files.note(file, undefined);
    document.error('tls-file', path, `${file} cannot be read: ${fileProblem(error) ?? String(error)}`);
    return undefined;
  }
}

/** OpenSSL says in words of its own what is wrong; nothing of the files is in them. */
function tryOut({ document }: Workshop, path: Path, { ca, cert, key, passphrase }: Tls): void {
  const attempt = (name: string, what: string, action: () => unknown) => {
    try {
      action();
    } catch (error) {
      const { code, reason } = error as { code?: string; reason?: string };
      document.error('tls-file', [...path, name], `${what} (${reason ?? code ?? 'unknown'})`);
    }
  };
  // A secure context passes over a `ca` that holds no certificate.
  if (ca !== undefined)
    attempt('ca', 'this file holds no certificate in PEM that can be read', () => new X509Certificate(ca));
  if (cert !== undefined && key !== undefined) {
    const what = 'the certificate and its key cannot be used: is it the right key, and the right passphrase?';
    attempt('key', what, () => createSecureContext({ cert, key, passphrase }));
  }
}
