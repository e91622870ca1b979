import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, vi } from 'vitest';
import type { Answer } from '../../src/engine/answer.js';
import { createGateway, type Gateway } from '../../src/gateway/gateway.js';
import { createRoutes, type RouteSettings } from '../../src/gateway/routes.js';
import type { GatewaySettings } from '../../src/gateway/settings.js';
import type { Bounds, Run, Snapshot, User } from '../../src/gateway/snapshot.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { type Operation, operationIds, operations } from '../../src/loyalty-api/operations.js';
import { gatewayLog } from '../../src/telemetry/gateway-log.js';
import { createLog } from '../../src/telemetry/log.js';
import { type RequestLog, requestLog } from '../../src/telemetry/request-log.js';

export const koshelek: User = { login: 'koshelek', password: 'secret', operations: new Set(operationIds) };

export const testSettings: GatewaySettings = {
  realm: 'loyalty-gw',
  maxHeaders: 16 * 1024,
  maxConnections: 2_000,
  headersTimeout: 15_000,
  keepAliveTimeout: 75_000,
  requestTimeout: 30_000,
  shutdownTimeout: 100,
};

export const testBounds: Bounds = {
  maxUrl: 4 * 1024,
  maxInFlight: 500,
  attempts: { window: 900_000, free: 10, freePerAddress: 50, delay: 500, longestDelay: 8_000 },
};

export const found: Answer = { status: 200, body: '{"card":{"cardNumber":"4700"}}' };

export interface Started {
  gateway: Gateway;
  url: string;
  port: number;
  /** How many requests have begun: their heads have arrived. */
  begun: () => number;
  /** What reached the engine. */
  runs: { operation: string; raw: Parameters<Run>[1] }[];
  /** What was logged. */
  lines: Record<string, unknown>[];
  /** May be changed while the gateway runs, as a reload does. */
  snapshot: Snapshot;
}

interface Others {
  /** By default all of the API. */
  readonly exposed?: readonly Operation[];
  readonly bounds?: Partial<Bounds>;
}

/** A gateway on a free port of 127.0.0.1, closed when the test ends. */
export async function startGateway(
  options: Partial<GatewaySettings> &
    Partial<Omit<Snapshot, 'bounds'>> &
    Partial<RouteSettings> &
    Others = {},
): Promise<Started> {
  const {
    run = async () => found,
    exposed = Object.values(operations),
    users = [koshelek],
    ...rest
  } = options;
  const {
    basePath = '',
    maxBody = 100 * 1024,
    passed = new Set<string>(),
    errors = usualErrors,
    bounds,
    ...settings
  } = rest;
  let begun = 0;
  const runs: Started['runs'] = [];
  const lines: Started['lines'] = [];
  const counted: Run = (operation, raw, observer) => {
    runs.push({ operation: operation.id, raw });
    return run(operation, raw, observer);
  };
  const log = createLog({ level: 'debug', destination: { write: line => lines.push(JSON.parse(line)) } });
  const routes = createRoutes(exposed, { basePath, maxBody, passed });
  const snapshot: Snapshot = {
    run: counted,
    routes,
    users,
    errors,
    bounds: { ...testBounds, ...bounds },
    enter: () => {},
    leave: () => {},
  };
  const started = { begun: () => begun, runs, lines, snapshot } as unknown as Started;
  const requests = requestLog(log);
  const counting: RequestLog = {
    begin: requestId => {
      begun += 1;
      return requests.begin(requestId);
    },
    watch: requests.watch,
  };
  started.gateway = createGateway(
    { ...testSettings, ...settings },
    () => started.snapshot,
    counting,
    gatewayLog(log),
  );
  const { url, port } = await started.gateway.listen('127.0.0.1', 0);
  Object.assign(started, { url: url + basePath, port });
  onTestFinished(() => started.gateway.close());
  return started;
}

/** The Authorization header of a login and a password. */
export function basic(login: string, password: string): string {
  return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}

export const credentials = { authorization: basic('koshelek', 'secret') };

/** Calls with the credentials of Koshelek. */
export function call(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { ...credentials, ...init.headers } });
}

/** A connection, with everything that arrived on it so far. */
export interface RawConnection {
  socket: Socket;
  received: () => string;
  closed: Promise<string>;
}

/** Opens a connection and writes a text as it stands. */
export function rawConnection(port: number, text: string): RawConnection {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', chunk => {
    received += chunk;
  });
  const closed = new Promise<string>((resolve, reject) => {
    socket.on('close', () => resolve(received)).on('error', reject);
  });
  closed.catch(() => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write(text);
  return { socket, received: () => received, closed };
}

/** The error body with a code, in the shape that Koshelek reads. */
export const error = (code: string) => ({ code, description: expect.any(String) });

/** The text of a request with the credentials of Koshelek. */
export function requestText(line: string, headers: Record<string, string> = {}, body = ''): string {
  const all = { host: 'test', ...credentials, ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}

/** Waits until something is so. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 15_000, interval: 2 });
}
