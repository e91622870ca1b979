import { z } from 'zod';
import { type Source, secret } from './source.js';

export const filled = z.string().min(1, 'this must not be empty');

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'this must be a port: a whole number from 0 to 65535')
  .transform(Number)
  .refine(number => number <= 65_535, 'this must be a port: a whole number from 0 to 65535');

/** `listen` of a config file. */
export function listenFields(source: Source) {
  return z.strictObject({
    host: filled.prefault('127.0.0.1').describe('address to listen on'),
    port: port.prefault('8080').describe('port to listen on; 0 takes any free one'),
    tls: tlsFields(source).optional().describe('HTTPS; without this it speaks HTTP'),
  });
}

const adminAddress = z.strictObject({
  host: filled.prefault('127.0.0.1').describe('address of the admin listener'),
  port: z
    .union([z.literal('off').transform(() => undefined), port], 'this must be a port from 0 to 65535, or off')
    .prefault('9090')
    .describe('its port; 0 takes any free one; off: there is no admin listener'),
});

/** `admin` of a config file; `isAsked`: it stands there. */
export const adminFields = adminAddress.optional().transform(given => {
  const { host, port } = given ?? adminAddress.parse({});
  return port === undefined ? undefined : { host, port, isAsked: given !== undefined };
});

function tlsFields(source: Source) {
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
