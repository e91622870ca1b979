import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The connections that have not agreed on TLS yet: HTTP knows nothing of them, and so neither does its close(). */
export class Handshakes {
  private readonly sockets = new Map<string, Socket>();
  private readonly agreed = new WeakSet<Socket>();

  begin(socket: Socket): void {
    const name = nameOf(socket);
    this.sockets.set(name, socket);
    socket.once('close', () => this.sockets.delete(name));
  }

  end(socket: TLSSocket): void {
    this.sockets.delete(nameOf(socket));
    this.agreed.add(socket);
  }

  /** Whether what is said on a connection is HTTP; else it has failed before. */
  hasEnded(socket: Socket): boolean {
    return this.agreed.has(socket);
  }

  close(): void {
    for (const socket of this.sockets.values()) socket.destroy();
  }
}

/** The same for a socket and for what TLS makes of it. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
