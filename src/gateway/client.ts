import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP, isIPv6, type Socket } from 'node:net';
import type { Bounds } from './snapshot.js';

/**
 * The address that a request came from. A proxy that is trusted tells it in X-Forwarded-For, to which each hop adds
 * whom it took the request from; what stands in front of the last that is not trusted anybody may have written.
 *
 * Not Express's `request.ip`: it takes any text for an address, and knows none with a port, as some balancers write it.
 */
export function addressOf({ socket, headers }: IncomingMessage, trusted: BlockList | undefined): string {
  let address = peerOf(socket);
  if (!trusted) return address;
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  while (isIn(trusted, address)) {
    const hop = withoutPort(hops.pop()?.trim() ?? '');
    if (isIP(hop) === 0) break;
    address = plain(hop);
  }
  return address;
}

/** The address at the other end of a connection, which may be that of a proxy. */
export function peerOf(socket: Socket): string {
  return plain(socket.remoteAddress ?? '');
}

/** Whether any request of a connection may be answered. Whose those of a proxy are, only they tell. */
export function mayConnect(peer: string, { allowed, trusted }: Pick<Bounds, 'allowed' | 'trusted'>): boolean {
  return !allowed || isIn(allowed, peer) || (trusted !== undefined && isIn(trusted, peer));
}

/** Whether a proxy that is trusted says that a request came to it without TLS. */
export function isPlainAtProxy({ socket, headers }: IncomingMessage, trusted: BlockList): boolean {
  // Each hop may add what it saw; the first one is the client's.
  return (
    /^\s*http\s*(,|$)/i.test(String(headers['x-forwarded-proto'] ?? '')) && isIn(trusted, peerOf(socket))
  );
}

/** Whether an address belongs to some networks. */
export function isIn(networks: BlockList, address: string): boolean {
  return isIP(address) !== 0 && networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 address, all of which one customer is given. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(group => group !== '');
  const after = (tail ?? '').split(':').filter(group => group !== '');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** An IPv4 address that came over a socket of IPv6 is one; the name of an interface behind `%` is none of its part. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*/, '');
}

/** `192.0.2.1:5678` or `[2001:db8::1]:5678` without the port, and without the brackets. */
function withoutPort(hop: string): string {
  const [, v6, v4] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(hop) ?? [];
  return v6 ?? v4 ?? hop;
}
