// @ts-check
// The translation by hand: undici's `request`, no expressions. What the demo mapping asks of a reply is asked here as
// well, and what it answers in words is answered.
import { request } from 'undici';
import { crmToken } from './scene.js';

/** @import { customers, card, bonuses } from './scene.js' */

export const contentType = 'application/json; charset=utf-8';

const options = {
  headers: { authorization: `Bearer ${crmToken}`, accept: 'application/json' },
  headersTimeout: 3_000,
  bodyTimeout: 3_000,
};
/** @type {Record<string, string>} */
const barcodeTypes = { EAN13: 'EAN_13', CODE128: 'CODE_128' };

class Refusal extends Error {}

/**
 * Asks the CRM for something.
 *
 * @callback Read
 * @param {string} path
 * @param {string} step what the call is for
 * @returns {Promise<unknown>} the body of the reply
 */

/**
 * @param {string} crm its address
 * @returns {Read}
 */
export function readerOf(crm) {
  return async path => {
    const { statusCode, body } = await request(crm + path, options);
    const value = await body.json();
    if (statusCode !== 200) throw new Refusal('the CRM refused');
    return value;
  };
}

/**
 * @param {string} query
 * @param {Read} read
 */
export async function findCard(query, read) {
  const phone = new URLSearchParams(query).get('msisdn');
  if (!phone || !/^\d{5,15}$/.test(phone)) throw new Refusal('msisdn is missing or wrong');
  const found = await read(`/customers?phone=${encodeURIComponent(`+${phone}`)}`, 'customers');
  const { items } = /** @type {typeof customers} */ (found);
  if (items.length > 1) throw new Refusal('several cards');
  if (items[0]?.blocked) throw new Refusal('the card is blocked');
  return items[0]?.card ? JSON.stringify({ card: cardOf(items[0].card) }) : '';
}

/**
 * @param {string} cardNumber
 * @param {Read} read
 */
export async function getCard(cardNumber, read) {
  const number = encodeURIComponent(cardNumber);
  const [found, has] = await Promise.all([
    read(`/cards/${number}`, 'card'),
    read(`/cards/${number}/bonuses`, 'bonuses'),
  ]);
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

/** @param {unknown} error */
export function refusal(error) {
  return JSON.stringify({ code: error instanceof Refusal ? '1000' : '5000', description: String(error) });
}
