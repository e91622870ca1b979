import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { readCertificates, type TlsSettings } from '../../src/config/certificates.js';
import { folderOf } from '../config/reading.js';
import { authority, type Pair, signedBy } from './certificates.js';
import { credentials, found, rawConnection, requestText, startGateway, until } from './start-gateway.js';

let ca: Pair;
let first: Pair;
let second: Pair;
let stranger: Pair;
beforeAll(async () => {
  [ca, stranger] = await Promise.all([authority(), authority()]);
  [first, second] = await Promise.all([signedBy(ca), signedBy(ca, { days: 180 })]);
});

/** The files of a certificate as Kubernetes mounts them: a change is another folder behind a link. */
function mounted(pair: Pair) {
  const folder = folderOf({});
  let version = 0;
  const swap = (files: Partial<Pair>) => {
    version += 1;
    mkdirSync(join(folder, `v${version}`));
    for (const [name, text] of Object.entries({ ...pair, ca: ca.cert, ...files }))
      writeFileSync(join(folder, `v${version}`, name), text);
    symlinkSync(`v${version}`, join(folder, 'next'));
    renameSync(join(folder, 'next'), join(folder, 'now'));
  };
  swap({});
  const file = (name: string) => join(folder, 'now', name);
  return { swap, cert: file('cert'), key: file('key'), ca: file('ca') };
}

async function startTls(more: Partial<TlsSettings> = {}, options: Parameters<typeof startGateway>[0] = {}) {
  const files = mounted(first);
  const settings: TlsSettings = {
    cert: files.cert,
    key: files.key,
    minVersion: '1.2',
    clientCertificate: 'required',
    ...more,
    ...(more.clientCa !== undefined && { clientCa: files.ca }),
  };
  const tls = { settings, certificates: await readCertificates(settings) };
  return { files, ...(await startGateway({ ...options, tls })) };
}

/** The status of an answer; an error where there is no connection. */
function ask(port: number, options: ConnectionOptions & { agent?: Agent } = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const all = {
      port,
      path: '/v1/card',
      headers: credentials,
      ca: ca.cert,
      servername: 'localhost',
      ...options,
    };
    request(all, response => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
}

/** The certificate that whoever connects now is shown. */
function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, ca: ca.cert, servername: 'localhost' }, () => {
      resolve(socket.getPeerX509Certificate()?.toString() ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('HTTPS, from TLS 1.2 on', async () => {
  const { url, port, runs } = await startTls();
  expect(url).toMatch(/^https:/);
  expect(await ask(port)).toBe(200);
  expect(await ask(port, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).toBe(200);
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(ask(port, old)).rejects.toThrow('alert protocol version');
  expect(runs).toHaveLength(2);
});

test('TLS 1.3 alone, where the config says so', async () => {
  const { port } = await startTls({ minVersion: '1.3' });
  expect(await ask(port)).toBe(200);
  await expect(ask(port, { maxVersion: 'TLSv1.2' })).rejects.toThrow('alert protocol version');
});

test('a certificate is renewed while requests run: who is connected stays, who connects sees the new one', {
  tags: ['slow'],
}, async () => {
  let release = () => {};
  const run = () =>
    new Promise<typeof found>(resolve => {
      release = () => resolve(found);
    });
  const { port, files, runs, lines } = await startTls({}, { run });
  const sockets = new Set<TLSSocket>();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.on('free', socket => sockets.add(socket));
  onTestFinished(() => agent.destroy());
  const running = ask(port, { agent });
  await until(() => runs.length === 1);
  expect(await shown(port)).toBe(first.cert.trim().concat('\n'));

  files.swap(second);
  await until(() => lines.some(({ msg }) => msg === 'certificate renewed'));
  expect(await shown(port)).toBe(second.cert.trim().concat('\n'));
  release();
  expect(await running).toBe(200);
  const again = ask(port, { agent });
  await until(() => runs.length === 2);
  release();
  expect(await again).toBe(200);
  expect(sockets.size).toBe(1);
});

/** What comes of a client of TLS 1.2 that would negotiate anew. */
function renegotiated(port: number): Promise<string> {
  return new Promise(resolve => {
    const options = { port, ca: ca.cert, servername: 'localhost', maxVersion: 'TLSv1.2' } as const;
    const socket = connect(options, () => {
      socket.renegotiate({}, error => {
        resolve(error ? 'refused' : 'done');
        socket.destroy();
      });
    });
    // An alert of the server comes as one.
    socket.on('error', () => resolve('refused'));
  });
}

test('nobody negotiates anew, with a renewed certificate neither', { tags: ['slow'] }, async () => {
  const { port, files, lines } = await startTls();
  expect(await renegotiated(port)).toBe('refused');
  files.swap(second);
  await until(() => lines.some(({ msg }) => msg === 'certificate renewed'));
  expect(await renegotiated(port)).toBe('refused');
});

test('what cannot be used leaves the last good certificate: one error line, and then the next good one', {
  tags: ['slow'],
}, async () => {
  const { port, files, lines } = await startTls();
  // The certificate is written, and its key is not.
  files.swap({ cert: second.cert });
  const failed = () => lines.filter(({ level }) => level === 'error');
  await until(() => failed().length > 0);
  expect(failed()).toMatchObject([
    {
      msg: 'certificate not renewed: the last good one stays',
      reason: expect.stringMatching(
        /^the certificate and its key cannot be used: .* \(key values mismatch\)$/,
      ),
    },
  ]);
  expect(await shown(port)).toBe(first.cert.trim().concat('\n'));

  files.swap({ cert: second.cert.slice(0, 200) });
  await until(() => failed().length > 1);
  expect(failed()[1]?.reason).toContain('this file holds no certificate in PEM');
  expect(await ask(port)).toBe(200);

  files.swap(second);
  await until(() => lines.some(({ msg }) => msg === 'certificate renewed'));
  expect(await shown(port)).toBe(second.cert.trim().concat('\n'));
  expect(failed()).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain('PRIVATE KEY');
});

test('client certificates that are required', async () => {
  const { port, runs } = await startTls({ clientCa: 'ca' });
  const [own, foreign] = await Promise.all([signedBy(ca, { name: 'koshelek' }), signedBy(stranger)]);
  expect(await ask(port, own)).toBe(200);
  for (const pair of [{}, foreign]) await expect(ask(port, pair)).rejects.toThrow();
  await expect(ask(port, { ...foreign, maxVersion: 'TLSv1.2' })).rejects.toThrow();
  expect(runs).toHaveLength(1);
});

test('client certificates that are optional: none is well, a foreign one is not', async () => {
  const { port, runs } = await startTls({ clientCa: 'ca', clientCertificate: 'optional' });
  const [own, foreign] = await Promise.all([signedBy(ca, { name: 'koshelek' }), signedBy(stranger)]);
  expect(await ask(port, own)).toBe(200);
  expect(await ask(port)).toBe(200);
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
    await expect(ask(port, { ...foreign, maxVersion })).rejects.toThrow();
  expect(runs).toHaveLength(2);
});

test('who cannot agree on TLS is dropped, and the others are served', async () => {
  const { port, lines } = await startTls();
  expect(await rawConnection(port, requestText('GET /v1/card')).closed.catch(() => '')).not.toMatch(/^HTTP/);
  expect(await rawConnection(port, '\x16\x03\x01\x00\x05hello').closed.catch(() => '')).not.toMatch(/^HTTP/);
  expect(await ask(port)).toBe(200);
  expect(lines.filter(({ msg }) => msg === 'request')).toHaveLength(1);
});

test('a handshake that never ends is cut', async () => {
  const { port } = await startTls({}, { headersTimeout: 50 });
  await rawConnection(port, '').closed.catch(() => '');
});

test('and keeps nobody from closing', async () => {
  const { gateway, port, begun } = await startTls({}, { shutdownTimeout: 60_000 });
  const socket = connectPlain(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await new Promise(resolve => socket.once('connect', resolve));
  expect(await ask(port)).toBe(200);
  expect(begun()).toBe(1);
  await gateway.close();
});

test('a client that closes its side gets its answer', async () => {
  const { port } = await startTls();
  const raw = connectPlain({ port, allowHalfOpen: true });
  const socket = connect({ socket: raw, ca: ca.cert, servername: 'localhost' });
  socket.end(requestText('GET /v1/card'));
  let received = '';
  for await (const chunk of socket) received += chunk;
  expect(received).toMatch(/^HTTP\/1.1 200 OK/);
});

test('broken HTTP over TLS is answered', async () => {
  const { port } = await startTls();
  const socket = connect({ port, ca: ca.cert, servername: 'localhost' });
  socket.write('this is not HTTP\r\n\r\n');
  let received = '';
  for await (const chunk of socket) received += chunk;
  expect(received).toMatch(/^HTTP\/1.1 422 [\s\S]*"1012"/);
});

test('a client that reads slowly is not cut as long as it reads', { tags: ['slow'] }, async () => {
  const body = JSON.stringify('x'.repeat(16 * 1024 * 1024));
  const run = async () => ({ status: 200, body }) as const;
  const { port } = await startTls({}, { run, requestTimeout: 1_000 });
  const socket = connect({ port, ca: ca.cert, servername: 'localhost' });
  onTestFinished(() => void socket.destroy());
  let size = 0;
  const ended = new Promise(resolve => socket.on('close', resolve).on('error', resolve));
  socket.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // 16 MiB in some three seconds, three times as long as one may take nothing.
    socket.pause();
    setTimeout(() => socket.resume(), chunk.length / 5_600);
  });
  socket.write(requestText('GET /v1/card', { connection: 'close' }));
  await ended;
  expect(size).toBeGreaterThan(body.length);
});
