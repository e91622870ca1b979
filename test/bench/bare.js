// @ts-check
// The same translation by hand: node:http, undici's `request`, no framework and no expressions.
import { createServer } from 'node:http';
import { request } from 'undici';
import { listen } from './ready.js';
import { credentials, crmToken } from './scene.js';

const crmUrl = process.argv[2];
const contentType = 'application/json; charset=utf-8';
const headers = { authorization: `Bearer ${crmToken}` };
/** @type {Record<string, string>} */
const barcodeTypes = { EAN13: 'EAN_13', CODE128: 'CODE_128' };

const server = createServer((incoming, response) => {
  if (incoming.headers.authorization !== credentials) {
    response.writeHead(401, { 'Content-Type': contentType, 'WWW-Authenticate': 'Basic' }).end();
    return;
  }
  findCard(incoming.url ?? '').then(
    body => {
      const length = Buffer.byteLength(body);
      response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': length }).end(body);
    },
    () => response.writeHead(500).end(),
  );
});

/** @param {string} url */
async function findCard(url) {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const phone = encodeURIComponent(`+${query.get('msisdn')}`);
  const reply = await request(`${crmUrl}/customers?phone=${phone}`, { headers });
  const { items } = /** @type {typeof import('./scene.js').customers} */ (await reply.body.json());
  const card = items[0]?.card;
  if (!card) return '';
  const cardNumber = String(card.number);
  return JSON.stringify({
    card: {
      cardNumber,
      cardState: card.status === 'ACTIVE' ? 'active' : 'inactive',
      barcode: { barcodeNumber: cardNumber, barcodeType: barcodeTypes[card.barcodeType] },
    },
  });
}

listen(server);
