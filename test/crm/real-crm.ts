import { createServer } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { onTestFinished } from 'vitest';
import { OwnGrants } from '../../src/crm/grants.js';
import { HttpWire } from '../../src/crm/http-wire.js';
import { Sessions } from '../../src/crm/sessions.js';
import type { RefreshTokens } from '../../src/crm/token-file.js';
import { Document } from '../../src/document/document.js';
import type { Finding } from '../../src/document/finding.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { mappingText, runMapping, type Sections, type Trip, type World } from '../mapping/run-steps.js';
import { listen } from './local-server.js';

/** A request as it came over the network. */
export interface Asked {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Told {
  readonly status?: number;
  readonly body?: unknown;
  /** The body as it is, which need not be JSON. */
  readonly text?: string;
}

type Answering = (asked: Asked) => Told | Promise<Told>;

/** A CRM on a port of its own. @returns its address, without a slash at the end */
export async function realCrm(answer: Answering, tls?: ServerOptions): Promise<string> {
  const listener: Parameters<typeof createServer>[1] = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: target = '', headers } = request;
    const {
      status = 200,
      body = {},
      text = JSON.stringify(body),
    } = await answer({
      method,
      target,
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
    });
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  const url = await listen(tls ? createHttpsServer(tls, listener) : createServer(listener));
  return tls ? `https://localhost:${new URL(url).port}` : url.replace(/\/$/, '');
}

/** A mapping of one operation against that CRM. */
export function mappingFor(url: string, crm: string, steps = 'a: { get: /a }', sections: Sections = {}) {
  const text = mappingText(steps, { ...sections, crm }).replace('http://crm.test', url);
  const document = new Document('/mappings/test.yaml', text);
  const mapping = loadMapping(document, { given: sections.given ?? {}, unset: 'error' });
  return { mapping, findings: document.findings as Finding[] };
}

/** Somebody who runs operations against a CRM, over the network. */
export interface Client {
  readonly mapping: Mapping;
  readonly sessions: Sessions;
  run(world?: World): Promise<Trip>;
}

export function clientOf(
  url: string,
  crm: string,
  steps?: string,
  sections?: Sections,
  tokens?: RefreshTokens,
): Client {
  const { mapping, findings } = mappingFor(url, crm, steps, sections);
  if (!mapping) throw new Error(findings.map(({ message }) => message).join('\n'));
  const wire = new HttpWire(mapping.crm);
  onTestFinished(() => wire.close());
  const sessions = new Sessions(mapping, tokens && new OwnGrants(tokens));
  return { mapping, sessions, run: world => runMapping(mapping, { wire, sessions, ...world }) };
}
