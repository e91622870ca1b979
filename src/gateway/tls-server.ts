import { constants } from 'node:crypto';
import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { GatewayLog } from '../telemetry/gateway-log.js';
import { CertificateWatch } from './certificate-watch.js';
import { Handshakes } from './handshakes.js';
import type { GatewaySettings } from './settings.js';

/** A server that speaks HTTPS, and what it needs beside one that speaks HTTP. */
export interface TlsServer {
  readonly server: Server;
  /** Whether a connection got as far as HTTP. */
  speaksHttp(socket: Socket): boolean;
  /** Ends what has not, and looks at no files any more. */
  close(): void;
}

/**
 * Makes a server that shows the certificate that its files hold, also when they change: who is connected stays so, who
 * connects sees the new one.
 *
 * @param may asked of each connection; one that may not is destroyed there
 * @param add told of each that got as far as HTTP
 */
export function createTlsServer(
  options: ServerOptions,
  { settings, certificates }: NonNullable<GatewaySettings['tls']>,
  listener: RequestListener,
  events: GatewayLog,
  { may, add }: { may: (socket: Socket) => boolean; add: (socket: Socket) => void },
): TlsServer {
  const handshakes = new Handshakes();
  const server = createServer(
    {
      ...options,
      ...hardened(certificates.context),
      requestCert: settings.clientCa !== undefined,
      rejectUnauthorized: settings.clientCertificate === 'required',
      handshakeTimeout: options.headersTimeout,
      // As HTTP without TLS has it: a client that has said all still waits for the answer.
      allowHalfOpen: true,
    },
    listener,
  );
  server.on('connection', (socket: Socket) => {
    if (may(socket)) handshakes.begin(socket);
  });
  // Before HTTP's own listener, which would read the request that has come with the handshake.
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    handshakes.end(socket);
    if (showsForeign(socket)) socket.destroy();
    else add(socket);
  });
  const watch = new CertificateWatch(settings, certificates.digest, {
    renewed: ({ context, expires }) => {
      server.setSecureContext(hardened(context));
      events.certificateRenewed(expires);
    },
    failed: reason => events.certificateFailed(reason),
  });
  return {
    server,
    speaksHttp: socket => handshakes.hasEnded(socket),
    close: () => {
      watch.stop();
      handshakes.close();
    },
  };
}

/** A client may make the server work for nothing by renegotiation; TLS 1.3 has it no more. */
function hardened(context: SecureContextOptions): SecureContextOptions {
  return { ...context, secureOptions: constants.SSL_OP_NO_RENEGOTIATION };
}

/** Where certificates are optional, one that nobody trusts is worse than none. Where they are required, TLS ends it. */
function showsForeign(socket: TLSSocket): boolean {
  return !socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0;
}
