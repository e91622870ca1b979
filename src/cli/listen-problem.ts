interface Address {
  /** Where it is said: a key of the config, or an option. */
  readonly key: 'listen' | 'admin' | '--port';
  readonly host: string;
  readonly port: number;
}

const REMEDY = {
  listen: 'choose another one, listen: { port: … }, or end what listens there',
  admin: 'give the admin listener another one, admin: { port: … }, or none, admin: { port: off }',
  '--port': 'choose another one with --port, or leave that out',
} as const satisfies Record<Address['key'], string>;

/**
 * Why an address could not be listened on, in words; `undefined` when the error is about something else.
 *
 * @param addresses those that may be meant, the likeliest first
 */
export function listenProblem(
  error: unknown,
  ...addresses: readonly [Address, ...(Address | undefined)[]]
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const { key, host, port } = meant(error, addresses) ?? addresses[0];
  if (syscall === 'getaddrinfo') return `the host ${host} is not known`;
  if (syscall !== 'listen') return undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is already in use; ${REMEDY[key]}`;
    case 'EACCES':
      return `no permission to listen on port ${port} on ${host}`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine`;
    default:
      return `cannot listen on port ${port} on ${host}: ${code}`;
  }
}

/** Node says the address and port that it could not have, or the name that it could not find. */
function meant(
  { address, port, hostname }: Error & { address?: string; port?: number; hostname?: string },
  addresses: readonly (Address | undefined)[],
): Address | undefined {
  // Of a host that is a name, Node says the address.
  const samePort = addresses.filter(each => each?.port === port);
  return (
    samePort.find(each => each?.host === address) ??
    samePort[0] ??
    addresses.find(each => each?.host === hostname)
  );
}
