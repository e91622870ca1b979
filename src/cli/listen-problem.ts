/** Why an address could not be listened on, in words; `undefined` when the error is about something else. */
export function listenProblem(error: unknown, listen: { host: string; port: number }): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const { host, port } = listen;
  if (syscall === 'getaddrinfo') return `the host ${host} is not known`;
  if (syscall !== 'listen') return undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is already in use`;
    case 'EACCES':
      return `no permission to listen on port ${port} on ${host}`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine`;
    default:
      return `cannot listen on port ${port} on ${host}: ${code}`;
  }
}
