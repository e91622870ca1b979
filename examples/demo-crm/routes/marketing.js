// @ts-check
import { requireCard } from './cards.js';

/** @import { Handler } from '../types.js' */

/** @type {Handler} */
export function listPromos(store, { query }) {
  const number = query.get('cardNumber');
  const holder = number ? requireCard(store, number).customer : undefined;
  const items = store.campaigns
    .filter(({ holders }) => holders === 'everyone' || (holder && holders.includes(holder.id)))
    .map(({ promo }) => promo);
  return { status: 200, body: { items, total: items.length } };
}

/** @type {Handler} */
export function listSpecialMembers(store) {
  const items = store.specialTerms.map(({ customerId, tier, discount }) => {
    const phone = store.customers.find(customer => customer.id === customerId)?.phone;
    return { phone: phone ?? null, tier, discount };
  });
  return { status: 200, body: { items, total: items.length } };
}
