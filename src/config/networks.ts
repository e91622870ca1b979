import { BlockList, isIP, isIPv6 } from 'node:net';
import { z } from 'zod';

/** Addresses and networks, such as 192.0.2.7 and 2001:db8::/32. */
export const networks = z
  .array(
    z
      .string()
      .refine(
        text => networkIn(text) !== undefined,
        'this must be an address such as 192.0.2.7 or 2001:db8::1, or a network such as 192.0.2.0/24',
      ),
  )
  .min(1, 'this must name at least one network');

/** To ask whether an address is among some networks. */
export function networkList(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const network = networkIn(text);
    if (network) list.addSubnet(network.address, network.prefix, network.family);
  }
  return list;
}

function networkIn(text: string) {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  const family = isIPv6(address) ? ('ipv6' as const) : ('ipv4' as const);
  const longest = family === 'ipv6' ? 128 : 32;
  const prefix = length === undefined ? longest : Number(length);
  return prefix <= longest ? { address, prefix, family } : undefined;
}
