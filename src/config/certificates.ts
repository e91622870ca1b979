import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions, type SecureVersion } from 'node:tls';
import { fileProblem } from '../document/file-problem.js';
import { FilesRead } from '../document/files-read.js';

/** `listen.tls` of a config: files, absolute. */
export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
  readonly minVersion: '1.2' | '1.3';
  /** Who signs the certificates that clients show; without it none is asked for. */
  readonly clientCa?: string;
  readonly clientCertificate: 'required' | 'optional';
}

/** What the files of a server hold, tried out. */
export interface Certificates {
  readonly context: SecureContextOptions;
  /** When the certificate of the server is no longer valid. */
  readonly expires: Date;
  /** Another one for other contents. */
  readonly digest: string;
}

/** A file of `listen.tls` cannot be used. Nothing of its contents is in the message. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';

  /** @param digest of the contents, as far as they could be read */
  constructor(
    readonly key: 'cert' | 'key' | 'clientCa',
    message: string,
    readonly digest: string,
  ) {
    super(message);
  }
}

/**
 * Reads the files and tries whether they fit, so that the key of another certificate is told now, and not by
 * handshakes that fail.
 *
 * @param files told of each file that is read
 * @throws CertificateError
 */
export async function readCertificates(tls: TlsSettings, files = new FilesRead()): Promise<Certificates> {
  const digest = createHash('sha256');
  const read = async (key: CertificateError['key'], file: string) => {
    try {
      const content = await readFile(file);
      files.note(file, content);
      const text = content.toString('utf8');
      digest.update(`${text.length} ${text}`);
      return text;
    } catch (error) {
      files.note(file, undefined);
      const message = `${file} cannot be read: ${fileProblem(error) ?? String(error)}`;
      throw new CertificateError(key, message, digest.update(message).digest('hex'));
    }
  };
  const cert = await read('cert', tls.cert);
  const key = await read('key', tls.key);
  const ca = tls.clientCa === undefined ? undefined : await read('clientCa', tls.clientCa);
  const contents = digest.digest('hex');

  const attempt = <T>(field: CertificateError['key'], what: string, action: () => T): T => {
    try {
      return action();
    } catch (error) {
      // OpenSSL says in words of its own what is wrong; nothing of the files is in them.
      const { code, reason } = error as { code?: string; reason?: string };
      throw new CertificateError(field, `${what} (${reason ?? code ?? 'unknown'})`, contents);
    }
  };
  const noCertificate = 'this file holds no certificate in PEM that can be read';
  const { validTo } = attempt('cert', `${tls.cert}: ${noCertificate}`, () => new X509Certificate(cert));
  // A secure context passes over a `ca` that holds no certificate.
  if (ca !== undefined)
    attempt('clientCa', `${tls.clientCa}: ${noCertificate}`, () => new X509Certificate(ca));
  const context: SecureContextOptions = {
    cert,
    key,
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    ...(ca !== undefined && { ca }),
    minVersion: `TLSv${tls.minVersion}` satisfies SecureVersion,
  };
  const wrongKey =
    'the certificate and its key cannot be used: is it the right key, and the right passphrase?';
  attempt('key', wrongKey, () => createSecureContext(context));
  return { context, expires: new Date(validTo), digest: contents };
}
