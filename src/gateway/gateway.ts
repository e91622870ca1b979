import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../loyalty-api/failure.js';
import type { GatewayLog } from '../telemetry/gateway-log.js';
import type { RequestLog } from '../telemetry/request-log.js';
import { traceContextOf } from '../telemetry/trace-context.js';
import { createApp } from './app.js';
import { challengeOf } from './auth.js';
import { isIn, isPlainAtProxy, mayConnect, peerOf } from './client.js';
import { Connections } from './connections.js';
import { Door } from './door.js';
import { problemOfHead, useOriginForm } from './head.js';
import { listen } from './listen.js';
import { setTrip } from './locals.js';
import { messagesOf } from './messages.js';
import { requestIdOf } from './request-id.js';
import { unknownOperation } from './routes.js';
import type { GatewaySettings } from './settings.js';
import type { Snapshot } from './snapshot.js';
import { createTlsServer } from './tls-server.js';
import { Trip } from './trip.js';

export interface Gateway {
  /**
   * @returns the address, and the port, which the system chose if 0 was asked for
   * @throws the system's error, such as EADDRINUSE
   */
  listen(host: string, port: number): Promise<{ url: string; port: number }>;
  /** Goes on serving, but each connection ends with its next answer: clients shall go elsewhere. */
  leave(): void;
  /**
   * Takes no new connections and lets running requests finish within the shutdown timeout. Then it cuts the rest.
   *
   * @param endRuns called when the time is over, before anything is cut: what runs may still answer that it was ended
   */
  close(endRuns?: () => void): Promise<void>;
}

/**
 * Makes the server that Koshelek talks to.
 *
 * @param current what a request is answered by; asked once for each
 */
export function createGateway(
  settings: GatewaySettings,
  current: () => Snapshot,
  log: RequestLog,
  events: GatewayLog,
): Gateway {
  const door = new Door();
  const app = createApp(door);
  const connections = new Connections(log, () => current().errors);
  const tripSettings = { challenge: challengeOf(settings.realm), writeTimeout: settings.requestTimeout };

  const beginEntry = (headers: IncomingHttpHeaders) =>
    log.begin(requestIdOf(headers), traceContextOf(headers));
  const begin = (request: IncomingMessage, response: ServerResponse): Trip => {
    const trip = new Trip(request, response, current(), beginEntry(request.headers), tripSettings);
    connections.begin(trip);
    return trip;
  };
  // Express's types know the app only as a listener, without the callback for what no handler took.
  const handle = app as unknown as (
    request: IncomingMessage,
    response: ServerResponse,
    done: (thrown?: unknown) => void,
  ) => void;
  // What comes behind a request that is refused may be a part of it: it must not run, for all that Node reads it.
  const refused = new WeakSet<Socket>();
  const refuse = (trip: Trip, failure: Failure) => {
    refused.add(trip.request.socket);
    trip.closes = true;
    trip.fail(failure);
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (refused.has(request.socket)) return;
    const trip = begin(request, response);
    const problem = problemOfHead(request, trip.snapshot.bounds.maxUrl);
    if (problem) return refuse(trip, new Failure('badHttp', problem));
    const { allowed, trusted } = trip.snapshot.bounds;
    if (allowed && !isIn(allowed, trip.client)) return refuse(trip, notAllowed());
    if (trusted && isPlainAtProxy(request, trusted)) events.plainHttp(peerOf(request.socket));
    useOriginForm(request);
    setTrip(response, trip);
    // Nothing gets past our last handler; Express would answer in HTML. What comes with an error was thrown by it: a
    // bug of ours.
    handle(request, response, thrown => {
      trip.fail(thrown ? Failure.from(thrown) : unknownOperation());
    });
  };
  const may = (socket: Socket) => {
    if (mayConnect(peerOf(socket), current().bounds)) return true;
    events.clientRefused(peerOf(socket));
    // Without a word: strangers get no more of our time.
    socket.destroy();
    return false;
  };
  const add = (socket: Socket) => connections.add(socket);
  const options = { ...messagesOf(app), ...serverOptions(settings) };
  const tls = settings.tls && createTlsServer(options, settings.tls, answer, events, { may, add });
  const server = tls?.server ?? createServer(options, answer);
  // A client that has said all and closes its side still waits for the answer: its write is done.
  Object.assign(server, { httpAllowHalfOpen: true }); // of Node's http.Server since 0.x, but not in its types
  // By default Node passes over the headers behind the thousandth. What they may take together is bounded in bytes.
  server.maxHeadersCount = 0;
  server.maxConnections = settings.maxConnections;
  if (!tls) server.on('connection', socket => may(socket) && add(socket));
  server.on('drop', () => events.connectionsFull());
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    refuse(begin(request, response), new Failure('badHttp', 'Expect cannot be met')),
  );
  server.on('clientError', (error: ClientError, socket) => {
    // Who cannot agree on TLS cannot be told so in HTTP.
    if (tls && !tls.speaksHttp(socket as Socket)) socket.destroy();
    else connections.refuse(socket as Socket, clientFailure(error), error.rawPacket);
  });
  // Without a listener Node drops the connection without a word. There is none for `upgrade`: such a request is
  // answered as if it had not asked (RFC 9110, 7.8), as Java's HTTP client asks every plain server for HTTP/2.
  server.on('connect', (_request, socket) =>
    connections.refuse(socket as Socket, new Failure('badHttp', 'CONNECT is for proxies')),
  );

  let closed: Promise<void> | undefined;
  return {
    listen: (host, port) => listen(server, host, port, tls ? 'https' : 'http'),
    leave: () => connections.leave(),
    close: (endRuns = () => {}) => {
      door.close();
      tls?.close();
      closed ??= close(server, connections, settings.shutdownTimeout, endRuns);
      return closed;
    },
  };
}

function serverOptions({ headersTimeout, requestTimeout, keepAliveTimeout, maxHeaders }: GatewaySettings) {
  return {
    maxHeaderSize: maxHeaders,
    // Node refuses to begin when the head has more time than the whole.
    headersTimeout: Math.min(headersTimeout, requestTimeout),
    requestTimeout,
    keepAliveTimeout,
    // Node looks for late requests every 30 s, which would make 15 s mean up to 45.
    connectionsCheckingInterval: Math.min(1_000, headersTimeout / 2, requestTimeout / 2),
    // Node's own answer to a request without Host is a 400.
    requireHostHeader: false,
  };
}

function notAllowed(): Failure {
  return new Failure('clientNotAllowed', 'the address is not in allowFrom');
}

/** Node's parser says what it could not read. */
interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
}

function clientFailure(error: ClientError): Failure {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Failure('requestTimeout', 'the request is late');
  return new Failure('badHttp', error.code ?? 'the request cannot be read', { cause: error });
}

/** Milliseconds for the answers of runs that were ended to go out. */
const LAST_WORDS = 200;

async function close(
  server: Server,
  connections: Connections,
  timeout: number,
  endRuns: () => void,
): Promise<void> {
  connections.close();
  let cut: NodeJS.Timeout | undefined;
  const late = setTimeout(() => {
    endRuns();
    cut = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
  }, timeout);
  // Closes the idle connections as well.
  await new Promise(resolve => server.close(resolve));
  clearTimeout(late);
  clearTimeout(cut);
}
