/** @module-tag slow */
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { WireCall } from '../../src/crm/wire.js';
import { startGateway } from '../../src/gateway/start.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import type { TestCase } from '../../src/testing/case.js';
import type { ExchangeFields } from '../../src/testing/fields.js';
import { callDifferences } from '../../src/testing/match.js';
import { rawRequest } from '../../src/testing/raw-request.js';
import { recordedReply } from '../../src/testing/recorded.js';
import { readTestFile } from '../../src/testing/test-file.js';
import { beside, configOf, minimal } from '../config/reading.js';
import { listen } from '../crm/local-server.js';
import { basic } from '../gateway/start-gateway.js';

/**
 * `npm test` runs the cases of the mappings over the replay wire. Here the same calls and replies go over HTTP, through
 * a gateway as `serve` starts it: what the replay wire would let pass, a header that cannot be sent say, fails. Not
 * those of the gateway's card numbers, whose states before the case only the keeper in memory can be given.
 */
const folder = join(import.meta.dirname, '../../mappings');
const files = readdirSync(folder).filter(
  name => name.endsWith('.test.yaml') && !name.endsWith('-cards.test.yaml'),
);

// The cases say which day it is; timers go on.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test.each(files)('%s', async name => {
  const { tests } = await readTestFile(join(folder, name));
  if (!tests) throw new Error(`${name} cannot be read`);
  vi.setSystemTime(tests.now);
  const login = tests.login?.kind === 'reply' ? tests.login.reply : undefined;
  const cases = tests.cases.filter(each => isOfOneAttempt(each) && !isElsewhere(each.mapping));

  const crm = { exchanges: [] as ExchangeFields[], used: [] as ExchangeFields[], unexpected: [] as string[] };
  const { baseUrl } = tests.mapping.crm;
  const server = createServer(async (request, response) => {
    const call = await callOf(request, baseUrl);
    const isIt = ({ call: it }: ExchangeFields) => callDifferences(it, call, baseUrl).length === 0;
    const index = crm.exchanges.findIndex(isIt);
    if (index >= 0) crm.used.unshift(...crm.exchanges.splice(index, 1));
    // A call that is made again gets what it got before, as in the tests of mappings.
    const exchange = crm.used.find(isIt);
    const reply = exchange?.kind === 'reply' ? exchange.reply : login;
    if (!reply) crm.unexpected.push(`${call.method} ${call.url}`);
    const { status, headers, body } = recordedReply(reply ?? { status: 500, headers: {} });
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  });
  const url = await listen(server);
  const allowed = `operations: [${[...tests.mapping.operations.keys()].join(', ')}]`;
  const config = await configOf(minimal(`    ${allowed}\n${beside}`));
  for (const each of cases) {
    // A gateway of its own, for each case begins with nobody logged in.
    const gateway = await startGateway(config, movedTo(url, each.mapping), { write: () => {} });
    onTestFinished(gateway.close);
    Object.assign(crm, { exchanges: [...each.fields.exchanges], used: [], unexpected: [] });
    expect(await answerOf(gateway.url, each), each.fields.name).toEqual(expected(each));
    expect([crm.exchanges, crm.unexpected], each.fields.name).toEqual([[], []]);
    await gateway.close();
  }
  console.info(`${name}: ${cases.length} of ${tests.cases.length} cases over HTTP`);
});

/** What is repeated takes its pauses, and that is not what this is about. */
function isOfOneAttempt({ fields }: TestCase): boolean {
  return fields.exchanges.every(
    exchange => exchange.kind === 'reply' && exchange.reply.status !== 429 && exchange.reply.status < 500,
  );
}

/** Its login is on another host, which no test may call. */
function isElsewhere({ crm: { auth } }: Mapping): boolean {
  return auth.kind === 'session' && auth.grant.kind === 'oauth2';
}

/** The mapping against a server that stands where its CRM was. */
function movedTo(url: string, mapping: Mapping): Mapping {
  const { crm } = mapping;
  const baseUrl = url.replace(/\/$/, '') + new URL(crm.baseUrl).pathname.replace(/\/$/, '');
  const isLogin = crm.auth.kind === 'session' && crm.auth.grant.kind === 'login';
  const auth = isLogin ? { ...crm.auth, grant: { ...crm.auth.grant, baseUrl } } : crm.auth;
  return { ...mapping, crm: { ...crm, baseUrl, auth } as Mapping['crm'] };
}

async function callOf(request: IncomingMessage, baseUrl: string): Promise<WireCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(baseUrl).origin + request.url;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const body = chunks.length === 0 ? undefined : Buffer.concat(chunks).toString('utf8');
  return { method: request.method ?? '', url, headers: Object.fromEntries(headers), body };
}

async function answerOf(url: string, { operation, fields }: TestCase) {
  const { method, path, query, headers, body } = rawRequest(operation, fields.request);
  const response = await fetch(`${url}${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { ...(headers as Record<string, string>), authorization: basic('koshelek', 'koshelek-demo') },
    body: body && Buffer.from(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

function expected({ fields: { answer } }: TestCase) {
  switch (answer.kind) {
    case 'nothing':
      return { status: 200, body: undefined };
    case 'error':
      return { status: 422, body: usualErrors[answer.error] };
    case 'body':
      return { status: 200, body: answer.body };
  }
}
