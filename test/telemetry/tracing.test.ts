import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { beside, configOf, minimal } from '../config/reading.js';
import { startBrokenCrm } from '../e2e/broken-crm.js';
import { basic } from '../gateway/start-gateway.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

const mappingText = (crm: string) => `
mapping: 1
name: shop
api: "1.2.0"
crm: { baseUrl: "${crm}", asText: [number] }
operations:
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}", ifMissing: cardNotFound }
      isThere: { value: $exists($card) }
      bonus: { get: "/bonus/{% $card.number %}" }
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: CODE_128 }
`;

interface OtlpSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number };
}

/** A collector that keeps what is sent to it by OTLP over HTTP. */
async function startCollector() {
  const bodies: string[] = [];
  const requests: { url?: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ url: request.url, headers: request.headers });
    bodies.push(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const spans = (): OtlpSpan[] =>
    bodies.flatMap(body =>
      // biome-ignore lint/suspicious/noExplicitAny: the shape is OTLP's
      JSON.parse(body).resourceSpans.flatMap((r: any) => r.scopeSpans.flatMap((s: any) => s.spans)),
    );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, requests, spans };
}

async function start(more = '', behave?: Parameters<typeof startBrokenCrm>[1]) {
  const seen: IncomingHttpHeaders[] = [];
  const crm = await startBrokenCrm(onTestFinished, (request, response) => {
    seen.push(request.headers);
    if (behave) behave(request, response);
    else response.end(JSON.stringify({ number: '4700000000000072783' }));
  });
  const document = new Document('crm.yaml', mappingText(crm.url));
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  const config = await configOf(minimal(`${beside}${more}`, { password: 'secret' }));
  const lines: Record<string, unknown>[] = [];
  const gateway = await startGateway(config, mapping, { write: line => void lines.push(JSON.parse(line)) });
  onTestFinished(() => gateway.close());
  const ask = (headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/v1/card/4700000000000072783?msisdn=79620480100`, {
      headers: { authorization: basic('koshelek', 'secret'), ...headers },
    });
  return { gateway, seen, lines, ask };
}

const traceparent = `00-${TRACE}-${PARENT}-01`;

describe('without spans', () => {
  it('a trace is passed on to the CRM, each call a span of its own, with its state', async () => {
    const { ask, seen, lines } = await start();
    expect((await ask({ traceparent, tracestate: 'shop=1,other=t61rcWkgMzE' })).status).toBe(200);
    const parents = seen.map(({ traceparent }) => String(traceparent));
    expect(parents).toHaveLength(2);
    for (const parent of parents) expect(parent).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-01$`));
    expect(new Set([...parents, traceparent]).size).toBe(3);
    expect(seen.map(({ tracestate }) => tracestate)).toEqual(Array(2).fill('shop=1,other=t61rcWkgMzE'));
    expect(lines.at(-1)).toMatchObject({ msg: 'request', traceId: TRACE });
  });

  it.each([
    'nonsense',
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  ])('what is no traceparent goes nowhere: %s', async wrong => {
    const { ask, seen, lines } = await start();
    await ask({ traceparent: wrong, tracestate: 'a=1' });
    expect(seen[0]).not.toHaveProperty('traceparent');
    expect(seen[0]).not.toHaveProperty('tracestate');
    expect(lines.at(-1)).not.toHaveProperty('traceId');
  });
});

describe('with a collector', () => {
  const tracing = (url: string, more = '') => `tracing: { endpoint: "${url}"${more} }\n`;

  it('there is a span of the request, of each step and of each call, in the trace of the caller', async () => {
    const collector = await startCollector();
    const headers = ', service: shop-gw, headers: { authorization: Bearer of-the-collector }';
    const { gateway, ask, seen, lines } = await start(tracing(collector.url, headers));
    await ask({ traceparent, tracestate: 'shop=1', 'x-request-id': 'mine' });
    await gateway.close();
    const spans = collector.spans();
    const named = (name: string) => spans.find(span => span.name === name);
    expect(spans.map(({ name }) => name).sort()).toEqual(
      ['GET bonus', 'GET card', 'bonus', 'card', 'getCard', 'isThere'].sort(),
    );
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const request = named('getCard');
    expect(request).toMatchObject({ kind: 2, parentSpanId: PARENT });
    for (const step of ['card', 'isThere', 'bonus']) expect(named(step)?.parentSpanId).toBe(request?.spanId);
    expect(named('GET card')).toMatchObject({ kind: 3, parentSpanId: named('card')?.spanId });
    // The CRM sees the span of the call as its parent.
    expect(seen[0]?.traceparent).toBe(`00-${TRACE}-${named('GET card')?.spanId}-01`);
    expect(seen[0]?.tracestate).toBe('shop=1');
    expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ traceId: TRACE, requestId: 'mine' });
    expect(request?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'loyalty_gw.request_id', value: { stringValue: 'mine' } },
        { key: 'loyalty_gw.operation', value: { stringValue: 'getCard' } },
        { key: 'http.response.status_code', value: { intValue: 200 } },
      ]),
    );
    expect(collector.requests[0]).toMatchObject({
      url: '/v1/traces',
      headers: { authorization: 'Bearer of-the-collector' },
    });
    expect(collector.bodies[0]).toContain('shop-gw');
  });

  it('no span holds data of a person, nor a secret', async () => {
    const collector = await startCollector();
    const { gateway, ask } = await start(tracing(collector.url), (_, response) =>
      response.writeHead(500).end('{"error":"79620480100 Мария 4700000000000072783"}'),
    );
    await ask();
    await gateway.close();
    expect(collector.spans().length).toBeGreaterThan(1);
    expect(collector.bodies.join('')).not.toMatch(/7962048|4700000|Мария|secret|koshelek/i);
  });

  it('a failure is told by its name, and the trace begins here where nobody began it', {
    tags: ['slow'],
  }, async () => {
    const collector = await startCollector();
    const { gateway, ask, lines } = await start(tracing(collector.url), (request, response) =>
      request.url?.startsWith('/bonus') ? response.destroy() : response.end('{"number":"4700"}'),
    );
    await ask();
    await gateway.close();
    const request = collector.spans().find(({ name }) => name === 'getCard');
    expect(request).toMatchObject({ status: { code: 2 } });
    expect(request?.parentSpanId ?? '').toBe('');
    expect(request?.attributes).toContainEqual({
      key: 'error.type',
      value: { stringValue: 'crmUnavailable' },
    });
    expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ traceId: request?.traceId });
  });

  it('the caller decides whether it is recorded, and for its own requests the ratio', async () => {
    const collector = await startCollector();
    const { gateway, ask, seen } = await start(tracing(collector.url, ', ratio: 0'));
    await ask({ traceparent: `00-${TRACE}-${PARENT}-00` });
    await ask();
    expect(seen.map(({ traceparent }) => traceparent?.at(-1))).toEqual(['0', '0', '0', '0']);
    await ask({ traceparent });
    await gateway.close();
    expect(collector.spans()).toHaveLength(6);
  });

  it('a collector that is not there costs no request, and is told once', { tags: ['slow'] }, async () => {
    const { gateway, ask, lines } = await start(tracing('http://127.0.0.1:1'));
    expect((await ask()).status).toBe(200);
    await gateway.close();
    expect(lines.filter(({ msg }) => msg === 'spans lost').length).toBeLessThan(2);
  });
});
