import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { openApiPage, pagePolicy } from '../openapi/page/page.js';
import type { OpenApiDocument } from '../openapi/types.js';
import { listen } from './listen.js';
import type { Readiness } from './readiness.js';
import type { Status } from './status.js';
import { statusPage } from './status-page.js';

/** The listener for the people who run the gateway; Koshelek never sees it. */
export interface Admin {
  /**
   * @returns its URL; `undefined` where it has none, for the address that nobody asked for is another's
   * @throws the system's error, such as EADDRINUSE
   */
  listen(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Where it listens, and whether somebody asked for that address. */
interface AdminAddress {
  readonly host: string;
  readonly port: number;
  readonly isAsked: boolean;
}

/** What it tells. All are asked for each request. */
export interface AdminSources {
  /** What the gateway exposes now; the same object should come again. */
  openApi(): OpenApiDocument;
  /** Whether it can answer. */
  readiness(): Promise<Readiness>;
  /** How it does. */
  status(): Promise<Status>;
  /** In Prometheus's text format. */
  metrics(): Promise<Resource>;
}

interface Resource {
  /** By default 200. */
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}

/** Milliseconds in which a request must arrive: all are small. */
const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  // Node looks for late requests every 30 s.
  connectionsCheckingInterval: 1_000,
};

/** Milliseconds in which answers that are on their way may still arrive when the listener closes. */
const LAST_BYTES = 200;

/** Makes the admin listener. It asks for no login: that it listens on a loopback address is what protects it. */
export function createAdmin(address: AdminAddress, sources: AdminSources): Admin {
  const server = createServer(timeouts, (request, response) => void answer(request, response, sources));
  let closed: Promise<void> | undefined;
  return {
    listen: () => listenUnlessTaken(server, address),
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

/** What nobody asked for does not keep the gateway from Koshelek when another process, say Prometheus, has its port. */
async function listenUnlessTaken(
  server: Server,
  { host, port, isAsked }: AdminAddress,
): Promise<string | undefined> {
  try {
    return (await listen(server, host, port)).url;
  } catch (error) {
    if (isAsked || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return undefined;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  sources: AdminSources,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const make = Object.hasOwn(resources, path) ? resources[path] : undefined;
  if (isMisdirected(request)) {
    refuse(response, 421, 'This name is not mine.');
  } else if (!make) {
    refuse(response, 404, 'There is no such page.');
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405, 'This can only be read.');
  } else {
    const resource = await attempt(() => make(sources, query));
    if (resource) send(response, resource.status ?? 200, resource);
    else refuse(response, 500, 'This is a bug in loyalty-gw.');
  }
}

/** A bug of ours may cost a page, but not the gateway. */
async function attempt<T>(make: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch {
    return undefined;
  }
}

/**
 * A page of anybody can give its own name the address 127.0.0.1 and so read, in the browser of somebody who sits at
 * this machine, what is meant for this machine alone (DNS rebinding). The browser tells by which name it came. An
 * address is no name; behind an address that the network reaches anyhow there is nothing to protect in this way.
 */
function isMisdirected({ socket, headers }: IncomingMessage): boolean {
  if (!isLoopback(socket.localAddress ?? '')) return false;
  // HTTP/1.0 may come without; a browser does not.
  const { host } = headers;
  if (host === undefined) return false;
  const name = host.replace(/:\d*$/, '').toLowerCase();
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 && name !== 'localhost';
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json';

/** What is served, by path. Whatever is made of a document is made once. */
const resources: Readonly<
  Record<string, (sources: AdminSources, query: string) => Resource | Promise<Resource>>
> = {
  '/': async ({ status }, query) => ({ type: HTML, body: statusPage(await status(), query === 'refresh') }),
  '/status': async ({ status }) => ({ type: JSON_TYPE, body: JSON.stringify(await status()) }),
  '/openapi': once(document => ({ type: HTML, body: openApiPage(document) })),
  '/openapi.json': once(document => ({ type: JSON_TYPE, body: JSON.stringify(document) })),
  '/livez': () => ({ type: JSON_TYPE, body: '{"status":"alive"}' }),
  '/readyz': async ({ readiness }) => readinessResource(await readiness()),
  '/metrics': ({ metrics }) => metrics(),
};

function readinessResource({ isReady, parts, notes }: Readiness): Resource {
  return {
    status: isReady ? 200 : 503,
    type: JSON_TYPE,
    body: JSON.stringify({
      status: isReady ? 'ready' : 'not ready',
      parts,
      ...(Object.keys(notes).length > 0 && { notes }),
    }),
  };
}

function once(make: (document: OpenApiDocument) => Resource): (sources: AdminSources) => Resource {
  const made = new WeakMap<OpenApiDocument, Resource>();
  return sources => {
    const document = sources.openApi();
    const resource = made.get(document) ?? make(document);
    made.set(document, resource);
    return resource;
  };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  send(response, status, { type: 'text/plain; charset=utf-8', body: `${reason}\n` });
}

function send(response: ServerResponse, status: number, { type, body }: Resource): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    // After a reload the same address shows something else.
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': pagePolicy,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

async function close(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), LAST_BYTES);
  // Closes the idle connections as well.
  await new Promise(resolve => server.close(resolve));
  clearTimeout(late);
}
