import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { CERTIFICATE, KEY } from '../crm/certificate.js';
import { sample } from '../deploy/samples.js';
import { type Cleanup, fileCleanup } from './cleanup.js';
import { basic, LOGIN, loyaltyGw, PASSWORD, TOKEN, temporaryFolder } from './gateway.js';
import { has } from './has.js';
import { type Running, start } from './processes.js';

/** The samples for nginx and HAProxy, run with TLS in front of two gateways; only ports and paths are other ones. */

interface Instance {
  readonly port: number;
  readonly admin: number;
  readonly process: Running;
}

interface Proxy {
  readonly folder: string;
  readonly port: number;
  readonly process: Running;
}

const cleanup = fileCleanup();
const instances: Instance[] = [];

beforeAll(async () => {
  const crm = await startDemoCrm({ token: TOKEN });
  cleanup(() => crm.close());
  for (let index = 0; index < 2; index++) instances.push(await startInstance(crm.url, cleanup));
});

async function startInstance(crm: string, cleanup: Cleanup): Promise<Instance> {
  const folder = temporaryFolder(cleanup);
  const config = `listen: { port: 0 }
admin: { port: 0 }
trustProxy: [127.0.0.1]
# Of those in front of the proxy: so it is seen whether they are told.
allowFrom: [127.0.0.1]
users: [{ login: ${LOGIN}, password: ${PASSWORD} }]
mapping: ${JSON.stringify(join(process.cwd(), 'mappings/demo-crm.yaml'))}
params: { CRM_URL: "${crm}", CRM_TOKEN: ${TOKEN} }
`;
  writeFileSync(join(folder, 'loyalty-gw.yaml'), config);
  const gateway = loyaltyGw(['serve', '--config', join(folder, 'loyalty-gw.yaml')], cleanup);
  const [, port, admin] = await gateway.line(/"url":"[^"]+:(\d+)","admin":"[^"]+:(\d+)".*"msg":"listening"/);
  return { port: Number(port), admin: Number(admin), process: gateway };
}

/** A sample whose ports and paths are those of a test. */
function moved(text: string, folder: string, paths: Readonly<Record<string, string>>, port: number): string {
  let config = text;
  for (const [from, to] of Object.entries(paths)) config = config.replaceAll(from, join(folder, to));
  for (const [index, { port, admin }] of instances.entries()) {
    config = config.replaceAll(`808${index + 1}`, String(port)).replaceAll(`909${index + 1}`, String(admin));
  }
  return config.replaceAll(/(listen|bind) (\[::\])?:?443 ssl/g, (_, word, v6 = '') =>
    v6 ? `${word} [::1]:${port} ssl` : `${word} 127.0.0.1:${port} ssl`,
  );
}

async function startNginx(): Promise<Proxy> {
  const folder = temporaryFolder(onTestFinished);
  const port = await freePort();
  writeFileSync(join(folder, 'fullchain.pem'), CERTIFICATE);
  writeFileSync(join(folder, 'privkey.pem'), KEY);
  const paths = {
    '/etc/letsencrypt/live/loyalty.example.com/fullchain.pem': 'fullchain.pem',
    '/etc/letsencrypt/live/loyalty.example.com/privkey.pem': 'privkey.pem',
    '/var/log/nginx': '',
  };
  // Not every machine has IPv6.
  const site = moved(sample('nginx/loyalty-gw.conf'), folder, paths, port).replace(/^.*\[::1\].*\n/m, '');
  writeFileSync(join(folder, 'site.conf'), site);
  for (const kind of ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, kind));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(kind => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log ${folder}/main.log; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { } http { access_log off; ${temporary} include ${folder}/site.conf; }\n`,
  );
  const argv = ['-p', folder, '-e', join(folder, 'main.log'), '-c', join(folder, 'nginx.conf')];
  const tested = spawnSync('nginx', ['-t', ...argv], { encoding: 'utf8' });
  expect([tested.status, tested.stderr]).toEqual([0, expect.stringContaining('test is successful')]);
  return { folder, port, process: run('nginx', argv) };
}

async function startHaproxy(): Promise<Proxy> {
  const folder = temporaryFolder(onTestFinished);
  const port = await freePort();
  writeFileSync(join(folder, 'loyalty.example.com.pem'), CERTIFICATE + KEY);
  writeFileSync(join(folder, 'failed.http'), sample('haproxy/failed.http'));
  const paths = {
    '/etc/haproxy/certs/loyalty.example.com.pem': 'loyalty.example.com.pem',
    '/etc/haproxy/failed.http': 'failed.http',
  };
  const config = moved(sample('haproxy/haproxy.cfg'), folder, paths, port);
  writeFileSync(
    join(folder, 'haproxy.cfg'),
    config.replace('log /dev/log local0', 'log stdout format raw local0'),
  );
  const argv = ['-f', join(folder, 'haproxy.cfg')];
  const tested = spawnSync('haproxy', ['-c', ...argv], { encoding: 'utf8' });
  expect([tested.status, tested.stdout + tested.stderr]).toEqual([0, 'Configuration file is valid\n']);
  return { folder, port, process: run('haproxy', ['-db', ...argv]) };
}

function run(command: string, argv: readonly string[]): Running {
  const running = start(command, argv);
  onTestFinished(async () => void (await running.stop()));
  return running;
}

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly requestId: string | undefined;
  readonly body: string;
}

function ask(proxy: Proxy, path: string, options: { headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const { headers, body } = options;
    const sent = request(
      {
        host: '127.0.0.1',
        port: proxy.port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        // Signed by nobody.
        rejectUnauthorized: false,
        agent: false,
        headers: { host: 'loyalty.example.com', authorization: basic(LOGIN, PASSWORD), ...headers },
      },
      reply => {
        let text = '';
        reply.setEncoding('utf8').on('data', chunk => {
          text += chunk;
        });
        reply.on('end', () =>
          resolve({
            status: reply.statusCode ?? 0,
            type: reply.headers['content-type'],
            requestId: reply.headers['x-request-id'] as string | undefined,
            body: text,
          }),
        );
        reply.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks until the proxy listens and knows that a gateway is there; the test's own timeout is the bound. */
async function answered(proxy: Proxy, wanted = 200): Promise<Answer> {
  for (;;) {
    const answer = await ask(proxy, '/v1/card?msisdn=79620480100').catch(() => undefined);
    if (answer?.status === wanted) return answer;
    if (proxy.process.child.exitCode !== null) throw new Error(proxy.process.stderr());
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const FAILED = {
  status: 422,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(usualErrors.internalError),
};

const proxies: [name: string, startProxy: () => Promise<Proxy>, log: (proxy: Proxy) => string][] = [
  ['nginx', startNginx, ({ folder }) => readFileSync(join(folder, 'loyalty-gw.log'), 'utf8')],
  ['haproxy', startHaproxy, proxy => proxy.process.stdout()],
];

describe.each(proxies)('%s', (name, startProxy, log) => {
  const isThere = has(name, 'the sample for it is not run');

  it.runIf(isThere)(
    'serves with TLS, tells who asks, and writes down no personal data',
    { timeout: 120_000 },
    async () => {
      const proxy = await startProxy();
      const answer = await answered(proxy);
      expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
      expect(JSON.parse(answer.body).card.cardNumber).toBe('4700000000000072783');
      // What a client says of itself is not believed: that address may not call.
      const lying = await ask(proxy, '/v1/card/4700000000000072783', {
        headers: { 'x-forwarded-for': '203.0.113.7' },
      });
      expect(lying.status).toBe(200);
      // What is too large for the gateway gets to the gateway, and its answer to the client.
      const large = await ask(proxy, '/v1/card/4700000000000072783', { body: ' '.repeat(150_000) });
      expect(JSON.parse(large.body).code).toBe(usualErrors.bodyTooLarge.code);
      await expect.poll(() => log(proxy)).toContain(lying.requestId);
      expect(log(proxy)).not.toMatch(/79620480100|4700000000000072783/);
    },
  );

  it.runIf(isThere)(
    'says what Koshelek understands while no gateway is there',
    { tags: ['slow'], timeout: 120_000 },
    async () => {
      const there = [...instances];
      const nobody = { port: await freePort(), admin: await freePort() };
      instances.splice(0, 2, ...there.map(instance => ({ ...instance, ...nobody })));
      try {
        const proxy = await startProxy();
        expect(await answered(proxy, 422)).toMatchObject(FAILED);
      } finally {
        instances.splice(0, 2, ...there);
      }
    },
  );
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
