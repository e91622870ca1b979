// @ts-check
import { findCard } from '../card-numbers.js';
import { CrmError } from '../errors.js';
import { isDay, shopDay } from '../time.js';

/** @import { Handler, Store } from '../types.js' */

/** @type {Handler} */
export function getCard(store, { key }) {
  const { card, customer } = requireCard(store, key);
  const { number, status, barcodeType, issuedAt } = card;
  return { status: 200, body: { number, status, barcodeType, customerId: customer.id, issuedAt } };
}

/** @type {Handler} */
export function getBonuses(store, { key }) {
  const { card } = requireCard(store, key);
  const { lots, pending } = store.accounts.get(card.number) ?? { lots: [], pending: 0 };
  const total = lots.reduce((sum, lot) => sum + lot.amount, 0);
  return { status: 200, body: { total, available: total - pending, currency: 'BON', lots } };
}

/** @type {Handler} */
export function listReceipts(store, { key, query }) {
  const { card } = requireCard(store, key);
  const from = query.get('from') ?? '';
  const to = query.get('to') || '9999-12-31';
  if (!isDay(from) || !isDay(to)) {
    throw new CrmError(400, 'BAD_DATE', 'from is required; from and to are dates such as 2026-01-31.');
  }
  const all = store.receipts.get(card.number) ?? [];
  const items = all.filter(({ closedAt }) => shopDay(closedAt) >= from && shopDay(closedAt) <= to);
  return { status: 200, body: { items, total: items.length } };
}

/**
 * @param {Store} store
 * @param {unknown} number
 */
export function requireCard(store, number) {
  const found = findCard(store, number);
  if (!found) throw new CrmError(404, 'CARD_NOT_FOUND', 'There is no card with this number.');
  return found;
}
