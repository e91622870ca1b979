// @ts-check
// The same translation by hand: node:http, undici's `request`, no framework and no expressions. What the demo mapping
// asks of a reply is asked here as well, and what it answers in words is answered.
import { createServer } from 'node:http';
import { request } from 'undici';
import { listen } from './ready.js';
import { credentials, crmToken } from './scene.js';

/** @import { customers, card, bonuses } from './scene.js' */

const crmUrl = process.argv[2];
const contentType = 'application/json; charset=utf-8';
const options = {
  headers: { authorization: `Bearer ${crmToken}`, accept: 'application/json' },
  headersTimeout: 3_000,
  bodyTimeout: 3_000,
};
/** @type {Record<string, string>} */
const barcodeTypes = { EAN13: 'EAN_13', CODE128: 'CODE_128' };

class Refusal extends Error {}

const server = createServer((incoming, response) => {
  if (incoming.headers.authorization !== credentials) {
    response.writeHead(401, { 'Content-Type': contentType, 'WWW-Authenticate': 'Basic' }).end();
    return;
  }
  answer(incoming.method, incoming.url ?? '')
    .then(
      body => /** @type {const} */ ([200, body]),
      error => /** @type {const} */ ([422, refusal(error)]),
    )
    .then(([status, body]) => {
      const length = Buffer.byteLength(body);
      response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length }).end(body);
    });
});

/** @param {string | undefined} method @param {string} url */
async function answer(method, url) {
  const [path = '', query = ''] = url.split('?', 2);
  if (method === 'GET' && path === '/v1/card') return findCard(new URLSearchParams(query));
  if (method === 'GET' && path.startsWith('/v1/card/')) return getCard(path.slice('/v1/card/'.length));
  throw new Refusal('no such operation');
}

/** @param {URLSearchParams} query */
async function findCard(query) {
  const phone = query.get('msisdn');
  if (!phone || !/^\d{5,15}$/.test(phone)) throw new Refusal('msisdn is missing or wrong');
  const found = await read(`/customers?phone=${encodeURIComponent(`+${phone}`)}`);
  const { items } = /** @type {typeof customers} */ (found);
  if (items.length > 1) throw new Refusal('several cards');
  if (items[0]?.blocked) throw new Refusal('the card is blocked');
  return items[0]?.card ? JSON.stringify({ card: cardOf(items[0].card) }) : '';
}

/** @param {string} segment */
async function getCard(segment) {
  const number = encodeURIComponent(decodeURIComponent(segment));
  const [found, has] = await Promise.all([read(`/cards/${number}`), read(`/cards/${number}/bonuses`)]);
  const bonus = /** @type {typeof bonuses} */ (has);
  return JSON.stringify({
    card: {
      ...cardOf(/** @type {typeof card} */ (found)),
      bonus: {
        total: String(bonus.total),
        available: String(bonus.available),
        bonuses: bonus.lots.map(({ title, amount, expires }) => ({
          description: title,
          amount: String(amount),
          validUntil: expires.slice(0, 10),
        })),
      },
    },
  });
}

/** @param {Pick<typeof card, 'number' | 'status' | 'barcodeType'>} card */
function cardOf({ number, status, barcodeType }) {
  const cardNumber = String(number);
  return {
    cardNumber,
    cardState: status === 'ACTIVE' ? 'active' : 'inactive',
    barcode: { barcodeNumber: cardNumber, barcodeType: barcodeTypes[barcodeType] },
  };
}

/** @param {string} path */
async function read(path) {
  const { statusCode, body } = await request(crmUrl + path, options);
  const value = await body.json();
  if (statusCode !== 200) throw new Refusal('the CRM refused');
  return value;
}

/** @param {unknown} error */
function refusal(error) {
  return JSON.stringify({ code: error instanceof Refusal ? '1000' : '5000', description: String(error) });
}

listen(server);
