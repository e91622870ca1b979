import { createServer, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Client } from '../../src/selftest/client.js';
import { CERTIFICATE, KEY } from '../crm/certificate.js';
import type { Cleanup } from '../e2e/cleanup.js';
import { brokenRules, exchangesOf, selftest, stepsOf, targetOf } from './run.js';
import { type Asked, listen, Service } from './service.js';

/** What was wrong, in words. */
const messages = (result: Awaited<ReturnType<typeof selftest>>) =>
  stepsOf(result).flatMap(({ problems }) => problems.map(({ message }) => message));

/** A service that does something else than to answer about promos. */
async function promosThat(misbehave: (response: Parameters<Service['send']>[0]) => void, cleanup: Cleanup) {
  const service = new Service();
  const send = service.send.bind(service);
  service.send = (response, answer, asked: Asked) =>
    asked.path.endsWith('/promo') ? misbehave(response) : send(response, answer, asked);
  const { url } = await listen(service, cleanup);
  return { service, url };
}

// Two seconds decide that there is no answer. All others come in a hundredth of that.
const limits = { timeout: 2_000, answer: 1024 * 1024 };

describe('a service that', () => {
  test.concurrent('hangs is given up', { tags: ['slow'] }, async context => {
    const { service, url } = await promosThat(() => {}, context.onTestFinished);
    const result = await selftest(url, service, { limits });
    context.expect(brokenRules(result)).toEqual(['answered']);
    context.expect(messages(result)).toEqual(['no answer within 2000 ms']);
  });

  test.concurrent('trickles is given up', { tags: ['slow'] }, async context => {
    const { service, url } = await promosThat(response => {
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    }, context.onTestFinished);
    const result = await selftest(url, service, { limits });
    context.expect(brokenRules(result)).toEqual(['answered']);
    context.expect(messages(result)[0]).toMatch(/^no complete answer \(\d+ bytes of it\) within 2000 ms$/);
  });

  test.concurrent('has a slow client is not blamed for the time that it takes', {
    tags: ['slow'],
  }, async context => {
    const { url } = await listen(new Service(), context.onTestFinished);
    const client = new Client(targetOf(url), limits);
    context.onTestFinished(() => client.close());
    const request = { method: 'GET', path: '/v1/promo', headers: {} };
    const pace = { pieces: 2, pause: limits.timeout + 500 };
    const { came, fault, milliseconds } = await client.send(request, { pace });
    context.expect({ status: came?.status, fault }).toEqual({ status: 401, fault: undefined });
    context.expect(milliseconds).toBeGreaterThan(limits.timeout);
  });

  test('announces its answer to HEAD, and keeps the connection after it, is not waited for', {
    tags: ['slow'],
  }, async () => {
    const service = new Service();
    const send = service.send.bind(service);
    service.send = (response, answer, asked) => {
      if (asked.method !== 'HEAD') return send(response, answer, asked);
      const head = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      response.socket?.write(
        `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 ${answer.status} -\r\n${head.join('')}\r\n`,
      );
    };
    const { url } = await listen(service, onTestFinished);
    expect(brokenRules(await selftest(url, service))).toEqual([]);
  });

  test('is not there is told once, and nothing else is tried', async () => {
    const server = createServer();
    const port = await new Promise<number>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await new Promise(resolve => server.close(resolve));
    const result = await selftest(`http://127.0.0.1:${port}`, new Service());
    expect(result.stopped).toBe('nobody listens there (connection refused)');
    expect(brokenRules(result)).toEqual(['reachable']);
    expect(exchangesOf(result)).toHaveLength(1);
  });

  test('goes down in the middle is told, and no scenario after it is tried', async () => {
    const service = new Service();
    const { url, server } = await listen(service, onTestFinished);
    service.listPurchases = () => {
      server.close();
      server.closeAllConnections();
      return service.nothing();
    };
    const result = await selftest(url, service);
    expect(brokenRules(result)).toEqual(['reachable']);
    expect(result.stopped).toBe('nobody listens there (connection refused)');
    expect(result.scenarios.at(-1)?.id).toBe('purchases');
  });

  test('refuses the login is told once, and nothing else is tried', async () => {
    const service = new Service();
    const { url } = await listen(service, onTestFinished);
    const result = await selftest(url, { login: 'koshelek', password: 'another' });
    expect(result.stopped).toBe('the status is 401');
    expect(brokenRules(result)).toEqual(['auth-accepted']);
    expect(service.asked).toHaveLength(1);
  });

  test.each([422, 200])('refuses the login by an error with status %i is told once too', async status => {
    const service = new Service();
    let count = 0;
    service.unauthorized = () => {
      const error = { code: '1009', description: 'Неверный логин или пароль', id: String(count++) };
      return service.json(error, status);
    };
    const { url } = await listen(service, onTestFinished);
    const result = await selftest(url, { login: 'koshelek', password: 'another' });
    expect(result.stopped).toBe(`the answer is the same error as for a wrong password (status ${status})`);
    expect(brokenRules(result)).toEqual(['auth-accepted']);
    expect(exchangesOf(result)).toHaveLength(1);
  });

  test('says 422 of nobody, whatever the password, has accepted the login', async () => {
    const service = new Service();
    service.nobody = () => service.error('2001', 'Карта не найдена');
    service.letsIn = () => true;
    const { url } = await listen(service, onTestFinished);
    const result = await selftest(url, service);
    expect(result.stopped).toBeUndefined();
    expect(brokenRules(result)).toContain('auth-wrong-password');
  });

  test('never answers is told once, and nothing else is tried', async () => {
    const server = createServer(socket => {
      socket.on('error', () => {}).once('data', () => socket.resetAndDestroy());
    });
    const port = await new Promise<number>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    onTestFinished(() => void server.close());
    const result = await selftest(`http://127.0.0.1:${port}`, new Service());
    expect(brokenRules(result)).toEqual(['answered']);
    expect(exchangesOf(result)).toHaveLength(1);
  });
});

const REQUESTS = 30;

describe('https', () => {
  const tls = { key: KEY, cert: CERTIFICATE };

  async function secure() {
    const service = new Service();
    const { url } = await listen(service, onTestFinished, tls);
    return { service, url: url.replace('127.0.0.1', 'localhost'), address: url };
  }

  test('with a certificate that nobody has signed is refused, with what to do', async () => {
    const { service, url } = await secure();
    const result = await selftest(url, service);
    expect(brokenRules(result)).toEqual(['reachable']);
    expect(result.stopped).toBe('the certificate is signed by itself: name it with --ca to trust it');
    expect(service.asked).toEqual([]);
  });

  test.each([
    ['named', { ca: CERTIFICATE }],
    ['any', { insecure: true }],
  ])('with a trusted certificate (%s) passes everything', async (_, trust) => {
    const { service, url } = await secure();
    const result = await selftest(url, service, { target: { ...targetOf(url), ...trust } });
    expect(brokenRules(result)).toEqual([]);
    expect(stepsOf(result).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  test('with the certificate of another host is refused', async () => {
    const { service, url, address } = await secure();
    const target = { ...targetOf(url), host: targetOf(address).host, ca: CERTIFICATE };
    const result = await selftest(address, service, { target });
    expect(result.stopped).toMatch(/^the certificate is for another name: /);
  });

  test('keeps its connection, whichever comes first: the end of an answer or the word that the request was sent', {
    tags: ['slow'],
  }, async () => {
    const { url } = await secure();
    const client = new Client({ ...targetOf(url), ca: CERTIFICATE }, limits);
    onTestFinished(() => client.close());
    const request = { method: 'GET', path: '/v1/promo', headers: {} };
    // With TLS it may come late. Here it always does.
    const write = Socket.prototype._write;
    const late = vi.spyOn(Socket.prototype, '_write').mockImplementation(function (this: Socket, ...args) {
      const [chunk, encoding, done] = args;
      write.call(this, chunk, encoding, error => setTimeout(done, 10, error));
    });
    onTestFinished(() => late.mockRestore());
    const reused: (boolean | undefined)[] = [];
    for (let count = 0; count < REQUESTS; count++) {
      const { came } = await client.send(request, { once: true });
      reused.push(came?.reused);
      // What closes does so now.
      await delay(20);
    }
    expect(reused).toEqual([false, ...Array(REQUESTS - 1).fill(true)]);
  });

  test('where plain HTTP is spoken', async () => {
    const service = new Service();
    const { url } = await listen(service, onTestFinished);
    const result = await selftest(url.replace('http', 'https'), service);
    expect(result.stopped).toMatch(/^no TLS connection \(\w+\): perhaps what is there speaks no TLS/);
  });
});
