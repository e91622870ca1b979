import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { failureAnswer } from '../../src/engine/answer.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import {
  call,
  credentials,
  found,
  rawConnection,
  requestText,
  startGateway,
  until,
} from './start-gateway.js';

/** A run that waits for a word. */
function held() {
  const waiting: (() => void)[] = [];
  return {
    run: () => new Promise<typeof found>(resolve => waiting.push(() => resolve(found))),
    release: () => {
      for (const go of waiting) go();
    },
  };
}

test('a running request finishes, its connection ends, new ones are refused', async () => {
  const { run, release } = held();
  const { gateway, url, runs } = await startGateway({ run, shutdownTimeout: 5_000 });
  const running = call(`${url}/v1/card`);
  await until(() => runs.length === 1);

  let closed = false;
  const closing = gateway.close().then(() => {
    closed = true;
  });
  await expect(call(`${url}/v1/card`)).rejects.toThrow();
  expect(closed).toBe(false);
  release();
  const response = await running;
  expect(response.status).toBe(200);
  expect(response.headers.get('connection')).toBe('close');
  expect(await response.text()).toBe(found.body);
  await closing;
});

test('idle and silent connections end at once', async () => {
  const { gateway, port } = await startGateway({ shutdownTimeout: 60_000 });
  const idle = rawConnection(port, requestText('GET /v1/card'));
  const silent = rawConnection(port, '');
  await until(() => idle.received().endsWith(found.body));
  await gateway.close();
  await Promise.all([idle.closed, silent.closed]);
});

test('a request that arrives on a connection in use is still answered, as its last', async () => {
  const { run, release } = held();
  const { gateway, port, runs } = await startGateway({ run, shutdownTimeout: 5_000 });
  const { socket, closed } = rawConnection(port, requestText('GET /v1/card'));
  await until(() => runs.length === 1);
  const closing = gateway.close();
  socket.write(requestText('GET /v1/promo'));
  await until(() => runs.length === 2);
  release();
  const answers = (await closed).split(/(?<=\})(?=HTTP)/);
  expect(answers).toHaveLength(2);
  expect(answers[0]).not.toMatch(/connection: close/i);
  expect(answers[1]).toMatch(/^HTTP\/1.1 200 OK\r\n.*connection: close/is);
  await closing;
});

test('what does not finish in time is ended, and its answer still goes out', async () => {
  const ended: (() => void)[] = [];
  const { gateway, port, runs, lines } = await startGateway({
    run: () =>
      new Promise(resolve => {
        ended.push(() =>
          resolve(failureAnswer(new Failure('shuttingDown', 'the process stops'), usualErrors)),
        );
      }),
    shutdownTimeout: 30,
  });
  const { closed } = rawConnection(port, requestText('GET /v1/card'));
  await until(() => runs.length === 1);
  await gateway.close(() => {
    for (const end of ended) end();
  });
  expect(await closed).toMatch(/^HTTP\/1\.1 422 .*connection: close.*"code":"4003"/is);
  expect(lines[0]).toMatchObject({ operation: 'findCard', status: 422, error: 'shuttingDown' });
});

test('what does not even end in time is cut, and what it says later is no answer', async () => {
  const { run, release } = held();
  const { gateway, port, runs, lines } = await startGateway({ run, shutdownTimeout: 30 });
  const { closed } = rawConnection(port, requestText('GET /v1/card'));
  await until(() => runs.length === 1);
  await gateway.close();
  expect(await closed).toBe('');
  release();
  await until(() => lines.length > 0);
  expect(lines[0]).toMatchObject({ operation: 'findCard', status: null });
});

test('a body that does not come in time is cut', async () => {
  const { gateway, port, begun, runs, lines } = await startGateway({ shutdownTimeout: 30 });
  const { closed } = rawConnection(port, requestText('PUT /v1/card/1', { 'content-length': '10' }, '{'));
  await until(() => begun() === 1);
  await gateway.close();
  expect(await closed).toBe('');
  await until(() => lines.length > 0);
  expect(lines[0]).toMatchObject({ status: null, error: 'badHttp' });
  expect(runs).toEqual([]);
});

test('closing twice is closing once', async () => {
  const { gateway } = await startGateway();
  await Promise.all([gateway.close(), gateway.close()]);
});

test('a connection is used again for the next request', async () => {
  const { port } = await startGateway();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const get = () =>
    new Promise<boolean>((resolve, reject) => {
      const sent = request(
        { port, host: '127.0.0.1', path: '/v1/card', headers: credentials, agent },
        reply => {
          reply.resume().on('end', () => setImmediate(() => resolve(sent.reusedSocket)));
        },
      );
      sent.on('error', reject).end();
    });
  expect([await get(), await get(), await get()]).toEqual([false, true, true]);
});
