import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './cleanup.js';

/**
 * Lets a server listen on a free port of this machine until the test ends.
 *
 * @returns the port, and what ends it before, with all its connections
 */
export async function listenOnLoopback(
  server: Server,
  cleanup: Cleanup,
): Promise<{ port: number; close: () => Promise<void> }> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  cleanup(close);
  return { port: (server.address() as AddressInfo).port, close };
}
