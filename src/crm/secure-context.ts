import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Tls } from '../mapping/mapping.js';

/**
 * Made once, for to read all certificates takes longer than a call. Node takes a `ca` in the place of all that it
 * trusts; a login may well be with somebody whom everybody trusts.
 */
export function contextOf({ ca, ...tls }: Tls): SecureContext {
  return createSecureContext({ ...tls, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) });
}
