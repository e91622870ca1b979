import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Cleanup } from './cleanup.js';
import { listenOnLoopback } from './loopback.js';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface BrokenCrm {
  readonly url: string;
  /** How it answers from now on. */
  behave(behaviour: Behaviour): void;
  /** `GET /customers?phone=…`, in the order in which they came. */
  readonly requests: string[];
  /** Connections that there have been. */
  opened(): number;
  /** Connections that there are. */
  connections(): Promise<number>;
  /** Ends it, as if it had gone down. */
  close(): Promise<void>;
}

/** A CRM that does whatever a test wants: real HTTP, mostly wrong. */
export async function startBrokenCrm(cleanup: Cleanup, behaviour: Behaviour): Promise<BrokenCrm> {
  let current = behaviour;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    current(request, response);
  });
  let opened = 0;
  server.on('connection', () => {
    opened += 1;
  });
  const { port, close } = await listenOnLoopback(server, cleanup);
  return {
    url: `http://127.0.0.1:${port}`,
    behave: next => {
      current = next;
    },
    requests,
    opened: () => opened,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close,
  };
}

export function reply(status: number, body: string, headers: Record<string, string> = {}): Behaviour {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}
