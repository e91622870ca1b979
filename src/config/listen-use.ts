import { isIP, isIPv6 } from 'node:net';
import type { Document } from '../document/document.js';
import { CertificateError, readCertificates } from './certificates.js';
import type { Config } from './config.js';
import { networkList } from './networks.js';

const DAY = 24 * 60 * 60 * 1_000;

/** Days before its end that a certificate is worth a warning: those of Let's Encrypt are renewed 30 before. */
const SOON = 14;

/**
 * Reports what is wrong with `listen`: files of TLS that cannot be used, passwords that go in clear, and an address that
 * the admin listener is to have as well.
 */
export async function reportListen(
  document: Document,
  { listen, trustProxy, admin }: Pick<Config, 'listen' | 'trustProxy' | 'admin'>,
): Promise<void> {
  if (admin?.isAsked && isSameAddress(listen, admin)) {
    const message = `port ${admin.port} is that of listen: both cannot have it`;
    document.error('wrong-value', ['admin', 'port'], message, 'give the admin listener another port');
  }
  if (listen.tls) return reportTls(document, listen.tls);
  if (isLoopback(listen.host) || trustProxy) return;
  const message = `it listens on ${listen.host} without TLS: passwords and data of customers cross the network in clear`;
  const hint =
    'add listen.tls with cert and key; or, if a proxy with TLS is in front, say its addresses in trustProxy';
  document.report('warning', 'no-tls', document.placeOfKey(['listen']), message, hint);
}

async function reportTls(document: Document, tls: NonNullable<Config['listen']['tls']>): Promise<void> {
  try {
    const { expires } = await readCertificates(tls, document.files);
    const left = expires.getTime() - Date.now();
    if (left > SOON * DAY) return;
    const when = left < 0 ? `has expired on ${dateOf(expires)}` : `expires on ${dateOf(expires)}`;
    const place = document.placeOf(['listen', 'tls', 'cert']);
    document.report('warning', 'tls-file', place, `the certificate ${when}`);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    document.error('tls-file', ['listen', 'tls', error.key], error.message);
  }
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function isSameAddress(one: Address, other: Address): boolean {
  if (one.port === 0 || one.port !== other.port) return false;
  return takesAll(one.host, other.host) || takesAll(other.host, one.host);
}

/** Whether who listens on one host leaves nothing of its port to the other. */
function takesAll(one: string, other: string): boolean {
  return one === other || one === '::' || (one === '0.0.0.0' && !isIPv6(other));
}

function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost';
  return networkList(['127.0.0.0/8', '::1']).check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
