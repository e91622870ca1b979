import { z } from 'zod';
import { type Source, secret } from './source.js';

const filled = z.string().min(1, 'this must not be empty');

/** `listen.tls` of a config file. */
export function tlsFields(source: Source) {
  const file = filled.transform(path => source.resolve(path));
  return z
    .strictObject({
      cert: file.describe(
        'file of the certificate, and behind it of those between it and the root, in PEM; read anew when it changes',
      ),
      key: file.describe('file of its private key, in PEM'),
      passphrase: secret(source)
        .optional()
        .describe('passphrase of the key, or { file: path } that holds it'),
      minVersion: z
        .enum(['1.2', '1.3'])
        .default('1.2')
        .describe('the oldest version of TLS that is spoken: 1.2 or 1.3'),
      clientCa: file
        .optional()
        .describe('file of the certificates that sign those of clients; without it clients show none'),
      clientCertificate: z
        .enum(['required', 'optional'])
        .optional()
        .describe('whether each client must show one, or may: required (the default) or optional'),
    })
    .refine(tls => tls.clientCertificate === undefined || tls.clientCa !== undefined, {
      path: ['clientCertificate'],
      message: 'clients show certificates where clientCa says who signs them',
    })
    .transform(({ clientCertificate = 'required' as const, ...tls }) => ({ ...tls, clientCertificate }));
}
