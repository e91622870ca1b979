import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** The service that is tested. */
export interface Target {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** What stands before every route: empty, or a path such as `/walletapi` without a slash at its end. */
  readonly basePath: string;
  /** Authorities to trust in the place of the usual ones; PEM. */
  readonly ca?: string;
  /** Whether any certificate will do. */
  readonly insecure?: boolean;
}

/** Reads a base URL, or says why it is none. */
export function readTarget(text: string): Target | { readonly problem: string } {
  if (!URL.canParse(text))
    return { problem: 'it is no URL; write it as https://loyalty.example.com/walletapi' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: 'it must begin with http:// or https://' };
  if (url.username !== '' || url.password !== '') return { problem: 'login and password belong into --user' };
  if (url.search !== '' || url.hash !== '') return { problem: 'it must end with the path, without ? and #' };
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
    basePath: url.pathname.replace(/\/+$/, ''),
  };
}

/** `https://loyalty.example.com/walletapi`, without the port where it is the usual one. */
export function urlOf(target: Target, path = ''): string {
  return `${target.secure ? 'https' : 'http'}://${authorityOf(target)}${target.basePath}${path}`;
}

/** What the Host header says. */
export function authorityOf({ secure, host, port }: Target): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (secure ? 443 : 80) ? name : `${name}:${port}`;
}

/** What a TLS connection to the target is checked by. */
export function tlsOptions({ ca, insecure = false }: Target) {
  return { ca, rejectUnauthorized: !insecure };
}

/** Opens a connection of its own, for what must not go over a shared one. */
export function connect(target: Target): Socket {
  const { secure, host, port } = target;
  if (!secure) return connectPlain({ host, port, noDelay: true });
  // An address is no name that a server could choose a certificate by (RFC 6066, 3).
  const servername = isIP(host) === 0 ? host : '';
  return connectSecurely({ host, port, servername, ...tlsOptions(target) }).setNoDelay();
}

/** The event of a socket that says that it is connected. */
export function connectedEvent({ secure }: Target): 'secureConnect' | 'connect' {
  return secure ? 'secureConnect' : 'connect';
}
