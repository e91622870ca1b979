import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { fileProblem } from '../document/file-problem.js';
import { listen } from '../gateway/listen.js';
import type { ApiError } from './api.js';
import { readCases } from './cases.js';
import { Desk, type DeskSettings } from './desk.js';
import { Door, isLoopback, newToken } from './door.js';
import { type PageFile, policy, readPage } from './page-files.js';
import { readJson } from './read-json.js';
import { Refusal, statusOf } from './refusal.js';
import { routes } from './routes.js';

export interface Playground {
  /** Where it is opened: with the token, where it asks for one. */
  readonly url: string;
  close(): Promise<void>;
}

export interface PlaygroundSettings extends DeskSettings {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** Milliseconds in which a request must arrive. */
const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 };

/**
 * Serves the page and its API.
 *
 * @throws the system's error, such as EADDRINUSE, and those of the file system of the mapping
 */
export async function openPlayground(settings: PlaygroundSettings): Promise<Playground> {
  const { host, live } = settings;
  // Whoever else works on this machine reaches a loopback address too: not their business is what a CRM can be told.
  const token = isLoopback(host) || host === 'localhost' ? (live ? newToken() : undefined) : newToken();
  const desk = await Desk.open(settings);
  const page = await readPage();
  let door: Door | undefined;
  const server = createServer(timeouts, (request, response) => {
    if (door) void answer(request, response, { desk, page, door });
  });
  const { url, port } = await listen(server, host, settings.port);
  door = new Door(host, port, token);
  // To run all cases takes a moment, in which a browser opens.
  readCases(desk).catch(() => {});
  return {
    url: token === undefined ? `${url}/` : `${url}/?token=${token}`,
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Inside {
  readonly desk: Desk;
  readonly page: (path: string) => PageFile | undefined;
  readonly door: Door;
}

async function answer(request: IncomingMessage, response: ServerResponse, inside: Inside): Promise<void> {
  try {
    const { pathname, searchParams } = addressOf(request);
    const isApi = pathname.startsWith('/api/');
    inside.door.check(request, isApi);
    if (isApi) await answerApi(request, response, pathname, inside.desk);
    else answerPage(request, response, { path: pathname, token: searchParams.get('token') }, inside);
  } catch (thrown) {
    const refusal = thrown instanceof Refusal ? thrown : (unreadable(thrown) ?? bug(thrown));
    const { code, message, hint } = refusal;
    const body: ApiError = { error: { code, message, ...(hint !== undefined && { hint }) } };
    // The rest of a request that was refused is not waited for.
    if (!request.complete) response.setHeader('Connection', 'close');
    sendJson(response, statusOf[code], body);
  }
}

/** Of what is asked, below whatever name. Any page on the web may ask for what is no address, such as `//`. */
function addressOf({ url = '/' }: IncomingMessage): URL {
  const base = 'http://playground';
  if (!URL.canParse(url, base)) throw new Refusal('badRequest', 'this is no address');
  return new URL(url, base);
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  desk: Desk,
): Promise<void> {
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!route) throw new Refusal('notFound', `there is no ${path}`);
  if (request.method !== route.method) throw new Refusal('badRequest', `${path} is asked by ${route.method}`);
  const asked = route.method === 'POST' ? await readJson(request) : undefined;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  sendJson(response, 200, await route.answer(desk, asked, gone.signal));
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  { path, token }: { path: string; token: string | null },
  { door, page }: Inside,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new Refusal('badRequest', 'a page can only be read');
  const cookie = door.cookieFor(token);
  if (cookie !== undefined) {
    // Without the token in the address, which is shown and remembered.
    response.writeHead(303, { ...headers(policy()), 'Set-Cookie': cookie, Location: path }).end();
    return;
  }
  if (!door.isLetIn(request)) {
    sendText(response, 403, 'Open the address that the command has printed: its token is missing.');
    return;
  }
  const file = page(path);
  if (file) send(response, 200, file);
  else if (path === '/') sendText(response, 404, 'The page is not built: npm run build makes it.');
  else sendText(response, 404, 'There is no such page.');
}

/** The file may be gone, or belong to somebody else. */
function unreadable(thrown: unknown): Refusal | undefined {
  const problem = fileProblem(thrown);
  if (problem === undefined) return undefined;
  const { path = 'a file' } = thrown as { path?: string };
  return new Refusal('cannot', `${basename(path)} cannot be read or written: ${problem}`);
}

/** Nobody should see it, and it may quote what is secret. */
function bug(thrown: unknown): Refusal {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new Refusal('internal', `this is a bug in loyalty-gw: unexpected ${name}`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, { type: 'application/json', body: JSON.stringify(value), policy: policy() });
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, { type: 'text/plain; charset=utf-8', body: `${text}\n`, policy: policy() });
}

function send(response: ServerResponse, status: number, { type, body, policy }: PageFile): void {
  response.writeHead(status, {
    ...headers(policy),
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function headers(policy: string) {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
