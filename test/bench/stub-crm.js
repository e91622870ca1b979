// @ts-check
// The CRM of the bench: one customer, one card and its bonuses, from bytes made once.
import { createServer } from 'node:http';
import { listen } from './ready.js';
import { bonuses, card, crmPath, crmToken, customers } from './scene.js';

/** @param {unknown} value */
const bytes = value => Buffer.from(JSON.stringify(value));
const replies = new Map([
  [crmPath, bytes(customers)],
  [`/cards/${card.number}`, bytes(card)],
  [`/cards/${card.number}/bonuses`, bytes(bonuses)],
]);
const denied = bytes({ error: { code: 'DENIED' } });

const server = createServer((request, response) => {
  const isAllowed = request.method === 'GET' && request.headers.authorization === `Bearer ${crmToken}`;
  const found = isAllowed ? replies.get(request.url ?? '') : undefined;
  const body = found ?? denied;
  response.writeHead(found ? 200 : 403, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
  });
  response.end(body);
});
listen(server);
