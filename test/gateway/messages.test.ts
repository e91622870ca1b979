import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { messagesOf } from '../../src/gateway/messages.js';

test('Express leaves the prototypes as they are, and its own methods work', async () => {
  const app = express();
  const messages = messagesOf(app);
  const seen: Record<string, unknown> = {};
  app.get('/here', (request, response) => {
    seen.prototypes = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)];
    seen.natives = [request instanceof IncomingMessage, response instanceof ServerResponse];
    seen.request = [request.ip, request.protocol, request.path, request.hostname, request.get('x-tag')];
    seen.app = [request.app === app, response.app === app];
    response.set('X-Tag', 'b').status(201).json({ ok: true });
  });

  let before: unknown[] = [];
  const server = createServer(messages, (request, response) => {
    before = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)];
    app(request, response);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/here`, { headers: { 'x-tag': 'a' } });

  expect(response.status).toBe(201);
  expect(response.headers.get('x-tag')).toBe('b');
  expect(await response.json()).toEqual({ ok: true });
  expect(before).toEqual([messages.IncomingMessage.prototype, messages.ServerResponse.prototype]);
  const [request0, response0] = seen.prototypes as unknown[];
  expect(request0).toBe(before[0]);
  expect(response0).toBe(before[1]);
  expect(seen).toMatchObject({
    natives: [true, true],
    request: ['127.0.0.1', 'http', '/here', '127.0.0.1', 'a'],
    app: [true, true],
  });
});
