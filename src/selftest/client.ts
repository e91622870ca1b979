import { Agent, type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecurely, Agent as SecureAgent } from 'node:https';
import type { Exchange, Limits } from './exchange.js';
import { faultOf } from './fault.js';
import { Outcome } from './outcome.js';
import { sendRaw } from './raw.js';
import { type Delivery, type Request, shownOf } from './request.js';
import { type Pace, SlowSocket } from './slow-socket.js';
import { authorityOf, connect, connectedEvent, type Target, tlsOptions } from './target.js';

/**
 * Bytes of a large body, and milliseconds between them: an answer to the first part has to be seen before the next one
 * fails, for then Node lets go of a connection with all that has arrived on it.
 */
const PART = 64 * 1024;
const BREATH = 2;

/** An HTTP client that waits for everything, but for nothing without an end. It follows no redirects. */
export class Client {
  private readonly agent: Agent;

  constructor(
    readonly target: Target,
    readonly limits: Limits,
  ) {
    const options = { keepAlive: true, maxSockets: 1 };
    this.agent = target.secure ? new SecureAgent({ ...options, ...tlsOptions(target) }) : new Agent(options);
  }

  /** Sends one request; never rejects. What is sent over the shared connection may be sent twice. */
  async send(request: Request, delivery: Delivery = {}): Promise<Exchange> {
    if (request.method === 'HEAD') return this.head(request);
    const own = delivery.connection === 'own' || delivery.pace !== undefined;
    const { exchange, isStale } = await this.attempt(request, own, delivery.pace);
    // A server may close an idle connection at the moment in which the next request is on its way (RFC 9112, 9.3.1).
    return isStale && !own && !delivery.once ? (await this.attempt(request, true)).exchange : exchange;
  }

  close(): void {
    this.agent.destroy();
  }

  /** Node's client would pass over a body that must not be there. */
  private head(request: Request): Promise<Exchange> {
    const lines = Object.entries(this.headersOf(request)).map(([name, value]) => `${name}: ${value}\r\n`);
    const path = this.target.basePath + request.path;
    const text = `HEAD ${path} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`;
    return sendRaw(this.target, this.limits, text, shownOf(this.target, request));
  }

  private headersOf({ headers, body }: Request): Record<string, string> {
    return {
      host: authorityOf(this.target),
      'user-agent': 'loyalty-gw-selftest',
      accept: 'application/json',
      ...(body ? { 'content-length': String(body.length) } : {}),
      ...headers,
    };
  }

  private attempt(
    request: Request,
    own: boolean,
    pace?: Pace,
  ): Promise<{ exchange: Exchange; isStale: boolean }> {
    const { target } = this;
    // The time that it takes to send slowly is not the server's.
    const limits = { ...this.limits, timeout: this.limits.timeout + slowness(request, pace) };
    return new Promise(resolve => {
      const outgoing = (target.secure ? requestSecurely : requestPlain)({
        host: target.host,
        port: target.port,
        method: request.method,
        path: target.basePath + request.path,
        headers: this.headersOf(request),
        ...(own ? { createConnection: () => connectionOf(target, pace) } : { agent: this.agent }),
      });
      const outcome = new Outcome(shownOf(target, request, pace), limits, () => outgoing.destroy());
      outcome.settled.then(exchange => {
        const isStale = outgoing.reusedSocket && exchange.fault?.kind === 'cut' && outcome.arrived === 0;
        resolve({ exchange, isStale });
      });
      outgoing.on('socket', socket => {
        // A SlowSocket counts from the beginning: it is slow anyhow.
        if (!socket.connecting) outcome.connected(outgoing.reusedSocket || socket instanceof SlowSocket);
        else socket.once(connectedEvent(target), () => outcome.connected());
      });
      let incoming: IncomingMessage | undefined;
      outgoing.on('response', response => {
        incoming = response;
        collect(response, outgoing, outcome, request.body !== undefined);
      });
      // After the head of an answer it is the answer that tells how it ends: the rest of a body may have nobody to go to.
      outgoing.on('error', error => incoming ?? outcome.fail(faultOf(error, outcome.isConnected, 0)));
      write(outgoing, request.body);
    });
  }
}

function collect(
  response: IncomingMessage,
  outgoing: ClientRequest,
  outcome: Outcome,
  hasBody: boolean,
): void {
  response.on('data', chunk => outcome.take(chunk));
  response.on('error', error => outcome.fail(faultOf(error, true, outcome.arrived)));
  response.on('end', () => {
    const { statusCode = 0, statusMessage = '', rawHeaders } = response;
    outcome.succeed({
      status: statusCode,
      statusText: statusMessage,
      headers: pairs(rawHeaders),
      reused: outgoing.reusedSocket,
      closes: closes(response),
    });
    // An answer that came before the whole body was sent ends the matter. Without a body all has been sent, also where
    // TLS says so only after the end of the answer: then the connection must stay.
    if (hasBody && !outgoing.writableFinished) outgoing.destroy();
  });
}

/** RFC 9112, 9.3. */
function closes({ httpVersion, headers: { connection = '' } }: IncomingMessage): boolean {
  return /\bclose\b/i.test(connection) || (httpVersion === '1.0' && !/\bkeep-alive\b/i.test(connection));
}

/** Milliseconds: head and body are sent in pieces each. */
function slowness({ body }: Request, pace: Pace | undefined): number {
  return pace ? pace.pause * (pace.pieces - 1) * (body ? 2 : 1) : 0;
}

function connectionOf(target: Target, pace: Pace | undefined) {
  const socket = connect(target);
  return (pace ? new SlowSocket(socket, pace) : socket) as typeof socket;
}

function write(outgoing: ClientRequest, body: Uint8Array | undefined): void {
  if (!body) return void outgoing.end();
  let answered = false;
  outgoing.once('response', () => {
    answered = true;
  });
  const part = (from: number): void => {
    if (answered || outgoing.destroyed) return;
    if (from + PART >= body.length) outgoing.end(body.subarray(from));
    else outgoing.write(body.subarray(from, from + PART), () => setTimeout(part, BREATH, from + PART));
  };
  part(0);
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[index * 2] ?? '',
    raw[index * 2 + 1] ?? '',
  ]);
}
