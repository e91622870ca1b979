import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Document } from '../../src/document/document.js';
import { type AdminSources, createAdmin } from '../../src/gateway/admin.js';
import { type Parts, Probe } from '../../src/gateway/readiness.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { OpenApiDocument } from '../../src/openapi/types.js';
import { configOf, minimal } from '../config/reading.js';
import { demoOpenApi } from '../openapi/demo.js';
import { quietStatus } from './quiet-status.js';

const document = await demoOpenApi();

async function start(openApi: () => OpenApiDocument = () => document, sources: Partial<AdminSources> = {}) {
  const probe = new Probe({});
  const address = { host: '127.0.0.1', port: 0, isAsked: true };
  const admin = createAdmin(address, {
    openApi,
    readiness: () => probe.look(),
    status: async () => quietStatus,
    metrics: async () => ({ type: 'text/plain', body: 'loyalty_gw_info 1\n' }),
    ...sources,
  });
  onTestFinished(() => admin.close());
  const url = (await admin.listen()) ?? '';
  return { admin, url, port: Number(new URL(url).port) };
}

/** A request with the headers as they are given: fetch does not let Host be chosen. */
function ask(port: number, path: string, options: { method?: string; host?: string } = {}) {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options;
  return new Promise<{ status?: number; body: string }>((resolve, reject) => {
    request({ port, path, method, headers: { host }, agent: false }, response => {
      let body = '';
      response.setEncoding('utf8').on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('what is served', () => {
  it('the document', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/openapi.json`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(document);
  });

  it.each([
    ['/openapi', 'Loyalty Online API: demo-crm'],
    ['/openapi?x=1', 'Loyalty Online API: demo-crm'],
    ['/', '<a href="/openapi.json">'],
    ['/', '<a href="/readyz">'],
    ['/', '<a href="/livez">'],
    ['/', '<a href="/metrics">'],
  ])('a page: %s', async (path, text) => {
    const { url } = await start();
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain(text);
  });

  it('HEAD is GET without the body', async () => {
    const { url } = await start();
    const get = await fetch(`${url}/openapi`);
    const head = await fetch(`${url}/openapi`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await get.text())));
    expect(await head.text()).toBe('');
  });

  it.each([
    ['/livez', 'application/json', '{"status":"alive"}'],
    ['/readyz', 'application/json', '{"status":"ready","parts":{"gateway":"ready"}}'],
    ['/metrics', 'text/plain', 'loyalty_gw_info 1\n'],
  ])('%s, for programs', async (path, type, body) => {
    const { url } = await start();
    const response = await fetch(url + path);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      type,
      body,
    ]);
  });

  it.each(['/openapi.yaml', '/openapi/', '/v1/card', '/constructor', '/__proto__', '//openapi', '*'])(
    'nothing else: %s',
    async path => {
      const { port } = await start();
      expect((await ask(port, path)).status).toBe(404);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('nothing can be done: %s', async method => {
    const { url, port } = await start();
    expect((await ask(port, '/openapi', { method })).status).toBe(405);
    if (method === 'TRACE') return;
    expect((await fetch(`${url}/openapi`, { method })).headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['/', '/openapi', '/openapi.json', '/readyz', '/metrics', '/nowhere'])(
    'every answer is guarded: %s',
    async path => {
      const { url } = await start();
      const { headers } = await fetch(url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
    },
  );
});

describe('whether it is ready', () => {
  async function startWith(parts: Parts) {
    const probe = new Probe(parts);
    const { url } = await start(undefined, { readiness: () => probe.look() });
    const ask = async () => {
      const response = await fetch(`${url}/readyz`);
      return [response.status, await response.json()];
    };
    return { probe, ask, url };
  }

  it('names the part that does not work', async () => {
    const { ask } = await startWith({ cards: () => Promise.reject(new Error('secret')) });
    const parts = { gateway: 'ready', cards: 'does not work' };
    expect(await ask()).toEqual([503, { status: 'not ready', parts }]);
  });

  it('does not wait for a part that hangs, and asks it no second time meanwhile', {
    tags: ['slow'],
  }, async () => {
    const hangs = vi.fn(() => new Promise<void>(() => {}));
    const { ask } = await startWith({ cards: hangs });
    const parts = { gateway: 'ready', cards: 'does not answer within 800 ms' };
    expect(await Promise.all([ask(), ask()])).toEqual(Array(2).fill([503, { status: 'not ready', parts }]));
    expect(hangs).toHaveBeenCalledOnce();
  });

  it('is looked at once a second and no more, and anew then', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const check = vi.fn(async () => {});
    const { ask } = await startWith({ cards: check });
    for (let probes = 0; probes < 5; probes++) expect(await ask()).toMatchObject([200, {}]);
    expect(check).toHaveBeenCalledOnce();
    check.mockRejectedValueOnce(new Error('gone'));
    vi.advanceTimersByTime(1_001);
    expect(await ask()).toMatchObject([503, {}]);
    vi.advanceTimersByTime(1_001);
    expect(await ask()).toMatchObject([200, {}]);
  });

  it('is not once it shuts down, but lives', async () => {
    const { ask, probe, url } = await startWith({ cards: async () => {} });
    probe.stop();
    const parts = { gateway: 'shuts down', cards: 'ready' };
    expect(await ask()).toEqual([503, { status: 'not ready', parts }]);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });
});

describe('at a loopback address only this machine asks (DNS rebinding)', () => {
  it.each(['evil.example.com', 'evil.example.com:9090', '127.0.0.1.example.com', 'localhost.example.com'])(
    'not for %j',
    async host => {
      const { port } = await start();
      const { status, body } = await ask(port, '/openapi.json', { host });
      expect(status).toBe(421);
      expect(body).not.toContain('openapi');
    },
  );

  it.each(['localhost', 'LOCALHOST:9090', '127.0.0.1', '[::1]:9090', '10.0.0.7:9090'])(
    'but for %s',
    async host => {
      const { port } = await start();
      expect((await ask(port, '/openapi.json', { host })).status).toBe(200);
    },
  );
});

describe('the document of the moment', () => {
  it('is made once, and not before it is asked for', async () => {
    const current = vi.fn(() => document);
    const { url } = await start(current);
    expect(current).not.toHaveBeenCalled();
    const [one, other] = [await fetch(`${url}/openapi`), await fetch(`${url}/openapi`)];
    expect(await one.text()).toBe(await other.text());
  });

  it('follows a reload', async () => {
    let now = document;
    const { url } = await start(() => now);
    await fetch(`${url}/openapi.json`);
    now = { ...document, info: { ...document.info, title: 'Another' } };
    expect(await (await fetch(`${url}/openapi.json`)).json()).toEqual(now);
  });

  it('a bug costs a page and no more', async () => {
    const { url } = await start(() => {
      throw new Error('with a secret');
    });
    const response = await fetch(`${url}/openapi`);
    expect([response.status, await response.text()]).toEqual([500, 'This is a bug in loyalty-gw.\n']);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });
});

it('closes although a client is slow to ask', async () => {
  const { admin, port } = await start();
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined).write('GET /openapi HTTP/1.1\r\n');
  await new Promise(resolve => socket.once('connect', resolve));
  await admin.close();
  await admin.close();
});

describe('with the gateway', () => {
  const CRM = `
mapping: 1
name: shop
api: "1.2.0"
crm: { baseUrl: http://127.0.0.1:1 }
operations:
  getCard: { steps: { nobody: { fail: cardNotFound } } }
  listUsers: { steps: { nobody: { fail: cardNotFound } } }
`;

  async function started(more: string, { listen = 'listen: { port: 0 }\n', isAsked = true } = {}) {
    const source = new Document('crm.yaml', CRM);
    const mapping = loadMapping(source, { given: {}, unset: 'error' });
    if (!mapping) throw new Error(JSON.stringify(source.findings));
    const read = await configOf(minimal(listen + more, { password: 'secret' }));
    const config = { ...read, admin: read.admin && { ...read.admin, isAsked } };
    const lines: Record<string, unknown>[] = [];
    const running = startGateway(config, mapping, { write: line => lines.push(JSON.parse(line)) });
    running.then(
      ({ close }) => onTestFinished(close),
      () => undefined,
    );
    return { ...(await running), lines };
  }

  it('is off with port: off', async () => {
    const { admin, lines } = await started('admin: { port: off }\n');
    expect(admin).toBeUndefined();
    expect(lines[0]).not.toHaveProperty('admin');
  });

  it.each([
    ['', false],
    ['admin: {}\n', true],
    ['admin: { port: "9090" }\n', true],
  ])('is at 127.0.0.1:9090 with %j', async (more, isAsked) => {
    const { admin } = await configOf(minimal(more));
    expect(admin).toEqual({ host: '127.0.0.1', port: 9090, isAsked });
  });

  it('is left out, with a warning, where its port is taken and nobody asked for it', async () => {
    const { port } = await start();
    const { admin, url, lines } = await started(`admin: { port: ${port} }\n`, { isAsked: false });
    expect(admin).toBeUndefined();
    expect(lines).toMatchObject([
      {
        level: 'warn',
        msg: 'no admin listener',
        host: '127.0.0.1',
        port,
        reason: `port ${port} is already in use; give the admin listener another one, admin: { port: … }, or none, admin: { port: off }`,
      },
      { msg: 'listening', url },
    ]);
    expect((await fetch(`${url}/v1/card/1`)).status).toBe(401);
  });

  it('tells what the config exposes, and where', async () => {
    const { admin, url, lines } = await started(
      'admin: { port: 0 }\nbasePath: /walletapi\nerrors: { cardNotFound: { code: "009" } }\n',
    );
    expect(lines[0]).toMatchObject({ msg: 'listening', url, admin });
    const told = (await (await fetch(`${admin}/openapi.json`)).json()) as OpenApiDocument;
    expect(told.servers).toMatchObject([{ url }]);
    expect(url).toMatch(/\/walletapi$/);
    expect(Object.keys(told.paths)).toEqual(['/v1/card/{cardNumber}']);
    expect(told.components.examples.cardNotFound?.value).toMatchObject({ code: '009' });
    expect(JSON.stringify(told)).not.toMatch(/secret|"koshelek"/);
  });

  it.each([
    ['', []],
    ['limits: { rate: 10/s }\n', ['tooManyRequests']],
    ['allowFrom: [127.0.0.1]\n', ['clientNotAllowed']],
  ])('tells who is refused by the config: %j', async (more, expected) => {
    const { admin } = await started(`admin: { port: 0 }\n${more}`);
    const told = (await (await fetch(`${admin}/openapi.json`)).json()) as OpenApiDocument;
    const bounds = ['tooManyRequests', 'clientNotAllowed'];
    expect(Object.keys(told.components.examples).filter(name => bounds.includes(name))).toEqual(expected);
  });

  it('tells of a 401 what the gateway answers', async () => {
    const { admin, url } = await started('admin: { port: 0 }\nrealm: cards\n');
    const told = (await (await fetch(`${admin}/openapi.json`)).json()) as OpenApiDocument;
    const response = await fetch(`${url}/v1/card/1`);
    const { headers, content } = told.components.responses.Unauthorized ?? {};
    expect(response.status).toBe(401);
    expect(headers?.['WWW-Authenticate']).toMatchObject({
      example: response.headers.get('www-authenticate'),
    });
    expect(Object.keys(content ?? {})).toEqual([response.headers.get('content-type')]);
    expect(Object.keys(headers ?? {}).filter(name => !response.headers.has(name))).toEqual([]);
    expect(await response.json()).toEqual(told.components.examples.unauthorized?.value);
  });

  it('tells an address that can be called, also when the gateway listens at all of them', async () => {
    const { admin, url } = await started('admin: { port: 0 }\n', {
      listen: 'listen: { host: 0.0.0.0, port: 0 }\n',
    });
    const told = (await (await fetch(`${admin}/openapi.json`)).json()) as OpenApiDocument;
    expect(told.servers).toMatchObject([{ url: url.replace('0.0.0.0', 'localhost') }]);
    expect(told.servers[0]?.url).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('tells which mapping it serves, to Prometheus', async () => {
    const { admin } = await started('admin: { port: 0 }\n');
    const response = await fetch(`${admin}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toContain('\nloyalty_gw_info{mapping="shop",api="1.2.0"} 1\n');
    expect((await fetch(`${admin}/readyz`)).status).toBe(200);
  });

  it('is not on the port of Koshelek, nor the gateway on its', async () => {
    const { admin, url } = await started('admin: { port: 0 }\n');
    expect((await fetch(`${url}/openapi.json`)).status).toBe(401);
    expect((await fetch(`${admin}/v1/card/1`)).status).toBe(404);
  });

  it('a port in use stops the start, and leaves nothing listening', async () => {
    const { port } = await start();
    await expect(started(`admin: { port: ${port} }\n`)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });

  it('ends with it', async () => {
    const { admin, close } = await started('admin: { port: 0 }\n');
    await close();
    await expect(fetch(`${admin}/openapi.json`)).rejects.toThrow('fetch failed');
  });
});
