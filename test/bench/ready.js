// @ts-check
/** @import { Server } from 'node:http' */

/**
 * Listens on a free port of 127.0.0.1 and says so on stdout as the gateway's log does. Ends with its parent,
 * which holds the other end of stdin.
 *
 * @param {Server} server
 */
export function listen(server) {
  // As long as the gateway keeps them: a connection that is closed between two rounds would count as an error.
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${port}` }));
  });
  process.stdin.on('end', () => process.exit()).resume();
}
