import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { operationIds } from '../../src/loyalty-api/operations.js';
import type { Cleanup } from './cleanup.js';
import { type Running, start } from './processes.js';

export const LOGIN = 'koshelek';
export const PASSWORD = 'пароль-for-e2e';
export const TOKEN = 'crm-token-for-e2e';

const BIN = resolve('bin/loyalty-gw.js');

/** Starts the command line as people do, in a process of its own. */
export function loyaltyGw(args: readonly string[], cleanup: Cleanup, cwd?: string): Running {
  const started = start(process.execPath, [BIN, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  cleanup(async () => void (await started.stop()));
  return started;
}

/** A folder that goes away in the end. */
export function temporaryFolder(cleanup: Cleanup, name = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'loyalty-gw-e2e-'));
  cleanup(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The demo's mapping with another text in one place. */
export function changedMapping(cleanup: Cleanup, text: string, other: string): string {
  const parts = readFileSync('mappings/demo-crm.yaml', 'utf8').split(text);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} places hold ${JSON.stringify(text)}`);
  const path = join(temporaryFolder(cleanup), 'crm.yaml');
  writeFileSync(path, parts.join(other));
  return path;
}

export interface GatewayOptions {
  readonly crm: string;
  /** By default the demo's. */
  readonly mapping?: string;
  /** The operations of the login; by default all of the API. `null`: those that a login has when nothing is said. */
  readonly operations?: readonly string[] | null;
  /** Lines of the config, such as `limits: { shutdown: 1s }`. */
  readonly more?: string;
  readonly level?: string;
  /** By default any that is free. */
  readonly port?: number;
}

export interface SpawnedGateway {
  readonly url: string;
  readonly process: Running;
  /** Sends a request with the right credentials. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The lines of the log so far. */
  log(): Record<string, unknown>[];
}

/** Writes a config for a gateway in front of a CRM, on a free port. */
export function writeConfig(
  folder: string,
  { crm, mapping, operations = operationIds, more = '', level = 'info', port = 0 }: GatewayOptions,
): string {
  const path = join(folder, 'loyalty-gw.yaml');
  const yaml = `
listen: { port: ${port} }
${/^admin:/m.test(more) ? '' : 'admin: { port: off }'}
users:
  - login: ${LOGIN}
    password: ${PASSWORD}
    ${operations ? `operations: [${operations.join(', ')}]` : ''}
mapping: ${JSON.stringify(mapping ?? resolve('mappings/demo-crm.yaml'))}
params: { CRM_URL: "${crm}", CRM_TOKEN: ${TOKEN} }
log: { level: ${level} }
${more}`;
  writeFileSync(path, yaml);
  return path;
}

/** Starts `loyalty-gw serve` in front of a CRM and waits until it listens. */
export async function serve(options: GatewayOptions, cleanup: Cleanup): Promise<SpawnedGateway> {
  const folder = temporaryFolder(cleanup);
  const process = loyaltyGw(['serve', '--config', writeConfig(folder, options)], cleanup);
  const [, url = ''] = await process.line(/"url":"([^"]+)".*"msg":"listening"/);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  cleanup(() => void agent.destroy());
  return {
    url,
    process,
    call: (method, path, given = {}) => call(method, url + path, { agent, ...given }),
    log: () =>
      process
        .stdout()
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line)),
  };
}

export interface CallOptions {
  /** JSON, or a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Authorization header; `undefined` for the right one. */
  readonly authorization?: string | null;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; `undefined` when it is empty. */
  readonly json: unknown;
}

/** Over node:http, because fetch refuses some of what a gateway has to bear. */
export function call(method: string, url: string, options: CallOptions = {}): Promise<Answer> {
  const { body, authorization = basic(LOGIN, PASSWORD), agent } = options;
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> = { ...(authorization === null ? {} : { authorization }) };
  if (sent !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(sent));
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: { ...headers, ...options.headers } }, reply => {
      const chunks: Buffer[] = [];
      reply.on('data', chunk => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          const json = text === '' ? undefined : JSON.parse(text);
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text, json });
        } catch (error) {
          // A page of a balancer, say.
          reject(error);
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

export function basic(login: string, password: string): string {
  return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}
