import { Agent as HttpAgent, type IncomingMessage, ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createProxyMiddleware, type Plugin, type RequestHandler } from 'http-proxy-middleware';
import { contextOf } from '../crm/secure-context.js';
import type { Wire } from '../crm/wire.js';
import type { Crm } from '../mapping/mapping.js';
import { type Live, PassedExchange } from './passed-exchange.js';
import type { PassedRequest } from './passed-request.js';

/** The way by which requests of Koshelek are passed on to the CRM: http-proxy-middleware, held short. */
export class Passthrough {
  private readonly agents: readonly (HttpAgent | HttpsAgent)[];
  private readonly http: RequestHandler;
  private readonly https: RequestHandler;

  /**
   * @param wire for all other calls, such as a login
   * @param maxBody the bytes that the body of a request may have, also after it is inflated
   */
  constructor(
    private readonly wire: Wire,
    private readonly maxBody: number,
    { tls, limits }: Pick<Crm, 'tls' | 'limits'>,
  ) {
    const kept = { keepAlive: true, maxSockets: limits.concurrency, timeout: 30_000 };
    const http = new HttpAgent(kept);
    const https = new HttpsAgent({ ...kept, ...(tls && { secureContext: contextOf(tls) }) });
    this.agents = [http, https];
    this.http = middleware(http);
    this.https = middleware(https);
  }

  /** The wire of one request: what it passes on takes its body from there. */
  wireOf(live: Live): Wire {
    let isPassed = false;
    return {
      exchange: (call, limits, signal) => {
        if (!call.isPassed) return this.wire.exchange(call, limits, signal);
        if (isPassed && live.hasBody) throw new Error('a body that streams cannot be sent twice');
        isPassed = true;
        return new Promise((resolve, reject) => {
          const { maxBody } = this;
          const exchange = new PassedExchange(live, limits, signal, resolve, reject);
          exchange.begin(call, { maxBody, send: request => this.send(request) });
        });
      },
    };
  }

  /** Ends all connections; exchanges that run are cut. */
  close(): void {
    for (const agent of this.agents) agent.destroy();
  }

  private send(request: PassedRequest): Promise<void> {
    const message = request as unknown as IncomingMessage;
    const send = request.target.protocol === 'https:' ? this.https : this.http;
    return new Promise((resolve, reject) => {
      // It leads nowhere: whatever the library might say by itself, Koshelek does not hear it.
      send(message, new ServerResponse(message), reject).then(resolve, reject);
    });
  }
}

function middleware(agent: HttpAgent | HttpsAgent): RequestHandler {
  return createProxyMiddleware({
    agent,
    router: request => targetOf(passedOf(request)),
    prependPath: false,
    selfHandleResponse: true,
    followRedirects: false,
    // Without its own plugins, for they log and answer errors by pages of their own.
    ejectPlugins: true,
    plugins: [tellWaiting],
  });
}

/** Hands on what the library tells to whoever waits for it. */
const tellWaiting: Plugin = proxy => {
  proxy.on('proxyReq', (sent, request) => passedOf(request).waiting.asked(sent));
  proxy.on('proxyRes', (reply, request) => passedOf(request).waiting.answered(reply));
  proxy.on('error', (error, request) => passedOf(request).waiting.failed(error));
  proxy.on('econnreset', (error, request) => passedOf(request).waiting.failed(error));
};

function passedOf(request: IncomingMessage): PassedRequest {
  return request as unknown as PassedRequest;
}

/** As the library takes it apart: without the brackets of an IPv6 address, which a URL has. */
function targetOf({ target: { protocol, host, hostname, port } }: PassedRequest) {
  return { protocol, host, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port };
}
