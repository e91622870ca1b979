import { expect, onTestFinished, test } from 'vitest';
import { failureAnswer, nothing } from '../../src/engine/answer.js';
import { createGateway } from '../../src/gateway/gateway.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import type { GatewayLog } from '../../src/telemetry/gateway-log.js';
import { call, error, startGateway, testSettings } from './start-gateway.js';

test('a body goes out as it is, with its type and length', async () => {
  const body = '{"card":{"holder":"Мария"}}';
  const { url } = await startGateway({ run: async () => ({ status: 200, body }) });
  const response = await call(`${url}/v1/card`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(body);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': expect.stringMatching(/^[0-9a-f]{12}-[0-9a-z]+$/),
    date: expect.any(String),
    connection: 'keep-alive',
    'keep-alive': 'timeout=75',
  });
});

test('nothing is an empty body of the same type', async () => {
  const { url } = await startGateway({ run: async () => nothing });
  const response = await call(`${url}/v1/card`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('content-length')).toBe('0');
  expect(await response.text()).toBe('');
});

test('a failure is 422 with the code of the catalogue', async () => {
  const { url } = await startGateway({
    run: async () => failureAnswer(new Failure('cardBlocked', 'blocked'), usualErrors),
  });
  const response = await call(`${url}/v1/card`);
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual({ code: '2003', description: 'Карта заблокирована' });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('SQLSTATE 42 at /srv/crm.php');
    },
  ],
  ['rejects', () => Promise.reject(new Error('SQLSTATE 42 at /srv/crm.php'))],
])('a run that %s in spite of its word is an internal error, without a stack', async (_name, run) => {
  const { url } = await startGateway({ run });
  const response = await call(`${url}/v1/card`);
  expect(response.status).toBe(422);
  expect(await response.json()).toEqual({ code: '4001', description: 'Внутренняя ошибка шлюза' });
});

test('a bug in the last handler is not told as a request that cannot be read', async () => {
  const thrown = {
    get type(): string {
      throw new TypeError('not what the handler of failures expects');
    },
  };
  const { url, lines } = await startGateway({ run: () => Promise.reject(thrown) });
  const response = await call(`${url}/v1/card`);
  expect(await response.json()).toEqual(error('4001'));
  expect(lines[0]).toMatchObject({ level: 'error', error: 'internalError' });
});

test('requests have ids of their own, which stand in the log', async () => {
  const { url, lines } = await startGateway();
  const responses = await Promise.all([call(`${url}/v1/card`), call(`${url}/v1/card`)]);
  const ids = responses.map(response => response.headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(2);
  expect(new Set(lines.map(line => line.requestId))).toEqual(new Set(ids));
});

test('two requests run at the same time and get their own answers', async () => {
  const waiting: (() => void)[] = [];
  const { url } = await startGateway({
    run: async (_operation, raw) => {
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting.reverse()) go();
      });
      return { status: 200, body: JSON.stringify(raw.params.cardNumber) };
    },
  });
  const answers = await Promise.all(
    ['1', '2'].map(async card => (await call(`${url}/v1/card/${card}`)).json()),
  );
  expect(answers).toEqual(['1', '2']);
});

test('a failed body is answered once', async () => {
  const { url, lines } = await startGateway({ maxBody: 4 });
  const response = await call(`${url}/v1/card/1`, { method: 'PUT', body: '{"a":1}' });
  expect(await response.json()).toEqual(error('1004'));
  expect(lines.filter(line => line.msg === 'request')).toHaveLength(1);
});

const silent: GatewayLog = {
  clientRefused: () => {},
  connectionsFull: () => {},
  plainHttp: () => {},
  certificateRenewed: () => {},
  certificateFailed: () => {},
};

test('an address that is taken is the system error', async () => {
  const { port, snapshot } = await startGateway();
  const second = createGateway(
    testSettings,
    () => snapshot,
    { begin: () => expect.fail(), watch: () => expect.fail() },
    silent,
  );
  await expect(second.listen('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});

test('the url names the base path, and IPv6 in brackets', async () => {
  const { url, snapshot } = await startGateway({ basePath: '/walletapi' });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/walletapi$/);

  const second = createGateway(
    testSettings,
    () => snapshot,
    { begin: () => expect.fail(), watch: () => expect.fail() },
    silent,
  );
  onTestFinished(() => second.close());
  expect(await second.listen('::1', 0)).toMatchObject({
    url: expect.stringMatching(/^http:\/\/\[::1\]:\d+$/),
  });
});
