// @ts-check
// The CRM of the bench: one customer for every phone, from bytes made once.
import { createServer } from 'node:http';
import { listen } from './ready.js';
import { crmToken, customers } from './scene.js';

const found = Buffer.from(JSON.stringify(customers));
const denied = Buffer.from('{"error":{"code":"DENIED"}}');

const server = createServer((request, response) => {
  const isFine =
    request.method === 'GET' &&
    request.url?.startsWith('/customers?phone=%2B') &&
    request.headers.authorization === `Bearer ${crmToken}`;
  const body = isFine ? found : denied;
  response.writeHead(isFine ? 200 : 403, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
  });
  response.end(body);
});
listen(server);
