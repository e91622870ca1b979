import { type GenerateResult, generate } from 'selfsigned';

/** A certificate and its key, in PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority that signs certificates. */
export async function authority(): Promise<Pair> {
  return pairOf(
    await generate([{ name: 'commonName', value: 'A private CA' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, digitalSignature: true },
      ],
    }),
  );
}

/** Makes a certificate of localhost, or of a client, that an authority has signed. */
export async function signedBy(ca: Pair, { days = 90, name = 'localhost' } = {}): Promise<Pair> {
  const now = Date.now();
  return pairOf(
    await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { key: ca.key, cert: ca.cert },
      notBeforeDate: new Date(now - 365 * 86_400_000),
      notAfterDate: new Date(now + days * 86_400_000),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    }),
  );
}

function pairOf({ cert, private: key }: GenerateResult): Pair {
  return { cert, key };
}
